"""What stands in the code beneath a field, read when somebody asks for it.

pydantic can read these docstrings too, as it makes each class: that was half of the time in which a
command starts, and only templates and schema files need them.
"""

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from pydantic import BaseModel


def remark_on(model: type[BaseModel], field: str) -> str:
    """The docstring beneath a field, of the class that defines it; empty where there is none."""
    for owner in model.__mro__:
        if field in vars(owner).get("__annotations__", {}):
            return _remarks_in(owner.__module__).get(f"{owner.__qualname__}.{field}", "")
    return ""


@cache
def _remarks_in(module: str) -> Mapping[str, str]:
    """Every docstring beneath a field in a module, by the name of its class and its own."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except (KeyError, OSError, TypeError):
        return {}  # where there is no source, nothing can be read of it
    return dict(_remarks(tree.body, ""))


def _remarks(body: Sequence[ast.stmt], within: str) -> Iterator[tuple[str, str]]:
    for statement, following in zip(body, [*body[1:], None], strict=True):
        match statement:
            case ast.ClassDef(name=name, body=inside):
                yield from _remarks(inside, f"{within}{name}.")
            case ast.FunctionDef(name=name, body=inside):
                yield from _remarks(inside, f"{within}{name}.<locals>.")
            case ast.AnnAssign(target=ast.Name(id=name)):
                match following:
                    case ast.Expr(value=ast.Constant(value=str(text))):
                        yield f"{within}{name}", inspect.cleandoc(text)
