"""Which question comes next: of the chosen model in order, of the component written about, or a single one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isp_journal.framework import Catalogue
    from isp_journal.prompts import Prompts, ReflectionModel


class Questions:
    """Holds the prompts once they are read; before that it has no question."""

    def __init__(self) -> None:
        self.prompts: Prompts | None = None
        self.catalogue: Catalogue | None = None

    def of(self, model: str, about: str) -> list[str]:
        """Return the questions in the order in which they are asked."""
        if self.prompts is None:
            return []
        chosen = self.prompts.model(model) if model else None
        if chosen is not None:
            return [question for step in chosen.steps for question in step.questions]
        component = self._component(about)
        return [*component, *self.prompts.questions] if component else list(self.prompts.questions)

    def models(self) -> "tuple[ReflectionModel, ...]":
        """Return the models of reflection."""
        return self.prompts.models if self.prompts else ()

    def name_of(self, model: str) -> str:
        """Return the name of a model."""
        found = self.prompts.model(model) if self.prompts and model else None
        return found.name if found else ""

    def skeleton(self, model: str) -> str:
        """Return the headings and questions of a model to write below."""
        from isp_journal.prompts import skeleton  # at first use: start-up time

        found = self.prompts.model(model) if self.prompts else None
        return skeleton(found) if found else ""

    def _component(self, about: str) -> list[str]:
        if not about or self.catalogue is None or not self.catalogue.knows(about):
            return []
        return list(self.catalogue.component_of(self.catalogue.practice(about)).prompts)
