"""Profiles: which backends do the work."""

from vprog.diagnostics import Code, Diagnostic, InputError, near_match

PROFILES = {"embedded": "a CPU and nothing to download: OpenCV's own detectors"}
"""The profiles that modules declare backends for, the best one last, with a word for people."""

AUTO = "auto"


def choose_profile(wanted: str | None) -> str:
    """Give the profile to use: the one named, or the best one at hand for None and `auto`.

    Raises: InputError for a profile that does not exist.
    """
    if wanted is None or wanted == AUTO:
        return list(PROFILES)[-1]
    if wanted not in PROFILES:
        near = near_match(wanted, PROFILES)
        listed = ", ".join(f"`{name}`" for name in (*PROFILES, AUTO))
        hint = f"did you mean `{near}`?" if near else None
        raise InputError(
            Diagnostic(Code("VP0505"), f"there is no profile `{wanted}`", found=wanted, expected=listed, hint=hint)
        )
    return wanted
