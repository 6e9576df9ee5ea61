"""What is wrong with an uploaded catalogue: where, what, and what to do (pure)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` and `column` as a person counts; column 0 means the whole line."""

    line: int
    column: int
    told: str
    remedy: str

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it: 1 is A, 27 is AA."""
        name, rest = "", self.column
        while rest:
            rest, place = divmod(rest - 1, 26)
            name = chr(65 + place) + name
        return name

    @property
    def where(self) -> str:
        column = f"第{self.column}列（{self.letter}）" if self.column else ""
        return f"第{self.line}行{column}"

    def __str__(self) -> str:
        return f"{self.where}：{self.told}。{self.remedy}。"
