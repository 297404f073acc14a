"""Questions asked of evaluations, schemes and leaders' lists, always as someone."""

from zhifa.assessment.selectors.evaluations import (
    Sheet,
    content_of,
    door_of,
    evaluation_by_number,
    evaluations,
    line_by_number,
    public_evaluation,
    scheme_by_number,
    schemes,
    scorable,
    sheet_of,
    waiting,
)
from zhifa.assessment.selectors.leaders import (
    EditionView,
    OwnList,
    editions_of,
    leading_posts,
    list_on,
    list_title,
    own_lists,
    type_by_code,
    types,
    use_of,
    uses,
)

__all__ = [
    "EditionView", "OwnList", "Sheet", "content_of", "door_of", "editions_of", "evaluation_by_number", "evaluations", "leading_posts",
    "line_by_number", "list_on", "list_title", "own_lists", "public_evaluation", "scheme_by_number", "schemes", "scorable", "sheet_of",
    "type_by_code", "types", "use_of", "uses", "waiting",
]  # fmt: skip
