"""What is asked of an event again and again is worked out once for each instance."""

from dataclasses import dataclass

from wholepicture_schemas.cached import cached_property


@dataclass(frozen=True)
class _Named:
    name: str
    asked: list[str]

    @cached_property
    def called(self) -> str:
        """The name in capital letters."""
        self.asked.append(self.name)
        return self.name.upper()


def test_each_instance_has_its_own_value_worked_out_once() -> None:
    """Frozen data too; what one of them is never shows in another."""
    asked: list[str] = []
    ivy, bo = _Named("ivy", asked), _Named("bo", asked)

    assert (ivy.called, bo.called, ivy.called, bo.called) == ("IVY", "BO", "IVY", "BO")
    assert asked == ["ivy", "bo"]


def test_on_its_class_it_is_what_it_says_of_itself() -> None:
    """Documentation finds the words of the method."""
    assert _Named.called.__doc__ == "The name in capital letters."
