"""The commands of who listens: reading as a recipient, answering, trying a subscriber."""

import typer


def add_commands(app: typer.Typer) -> None:
    """Add the commands of the subscribers."""
    from wholepicture_subscribers.conformance.commands import conform, replay
    from wholepicture_subscribers.subscription.commands import app as referrals
    from wholepicture_subscribers.subscription.questions import app as questions

    referrals.command()(replay)
    app.add_typer(referrals, name="referrals")
    app.add_typer(questions, name="questions")
    app.command()(conform)
