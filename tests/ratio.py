"""`make lint`: how many lines of tests there are for one of code.

Counted are lines of Python that do something: no docstrings, comments or empty lines, and no tables of phrases or kept
screens. The sandbox stands apart: most tests stand on it, so it is neither the code under test nor a test.
"""

import ast
import io
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("bot", "handlers", "models", "scheduler", "services", "views")
SILENT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def lines_of(path: Path) -> int:
    """Lines that do something."""
    text = path.read_text(encoding="utf-8")
    tokens = (token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in SILENT)
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    return len(lines - docstring_lines(ast.parse(text)))


def docstring_lines(tree: ast.Module) -> set[int]:
    """The lines that docstrings take."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and first.end_lineno:
                found |= set(range(first.lineno, first.end_lineno + 1))
    return found


def count(*rooms: str) -> int:
    """Lines that do something in whole folders."""
    return sum(lines_of(path) for room in rooms for path in (ROOT / room).rglob("*.py"))


if __name__ == "__main__":
    tests, code, sandbox = count("tests"), count(*CODE), count("sandbox")
    print(f"{tests} lines of tests for {code} of code: {tests / code:.2f} to 1 (and {sandbox} of sandbox, apart)")
