"""One sentence a ledger line, as the minutes print it: the closed list of SPEC §9 in words (R47, R49)."""

from draw.ledger import Line
from draw.prose import Pair
from draw.sheets.paper import ends
from draw.sheets.so_far import SoFar
from draw.words import pair


def who(by: str) -> Pair:
    """Who wrote the line: a role, or a party by its id; its name stands in the sentence."""
    if by[0].isupper():
        return pair("papers.party_of", id=by)
    return pair(f"role.{by}")


def sentence(line: Line, here: SoFar) -> Pair:
    """What the line says. Hashes by their ends, but secrets and dice as the transcript has them."""
    body, party = line.body, {"who_zh": here.name(line.by), "who_en": line.by}
    match line.kind:
        case "freeze":
            return pair("papers.m_freeze", version=body["version"], notice=ends(body["notice"]))
        case "objection":
            return pair("papers.m_objection", number=body["number"], paper=ends(body["paper"]))
        case "objection-outcome" if body["outcome"] == "accepted":
            return pair("papers.m_objection_accepted", number=body["number"])
        case "objection-outcome":
            return pair("papers.m_objection_rejected", number=body["number"])
        case "sign-in":
            kind = pair(f"person.{body['kind']}")
            return pair(
                "papers.m_sign_in", number=body["number"], kind_zh=kind[0], kind_en=kind[1], person=ends(body["person"])
            )
        case "check":
            item = pair(f"check.{body['item']}")
            return pair("papers.m_check", item_zh=item[0], item_en=item[1])
        case "spot":
            return pair("papers.m_spot", applicant=body["applicant"])
        case "convene":
            return pair("papers.m_convene", notice=ends(body["notice"]))
        case "commit":
            return pair("papers.m_commit", **party, commitment=ends(body["commitment"]))
        case "board":
            return pair("papers.m_board", board=ends(body["board"]))
        case "reveal-open":
            return pair("papers.m_reveal_open")
        case "reveal":
            return pair("papers.m_reveal", **party, secret=ends(body["secret"]))
        case "reveal-close":
            return pair("papers.m_reveal_close", transcript=ends(body["transcript"]))
        case "late":
            return pair("papers.m_late", **party)
        case _:
            return _later(line, here)


def _later(line: Line, here: SoFar) -> Pair:
    """The same from the dice on, and what can stand anywhere."""
    body, party = line.body, {"who_zh": here.name(line.by), "who_en": line.by}
    match line.kind:
        case "dice-mismatch":
            return pair("papers.m_dice_mismatch", index=body["index"])
        case "die":
            return pair("papers.m_die", index=body["index"], value=body["value"])
        case "dice":
            return pair("papers.m_dice", transcript=ends(body["transcript"]))
        case "beacon":
            return pair("papers.m_beacon", signature=ends(body["signature"]), transcript=ends(body["transcript"]))
        case "envelopes":
            return pair("papers.m_envelopes")
        case "opened":
            return pair("papers.m_opened", **party)
        case "paper-mismatch":
            return pair("papers.m_paper_mismatch", who_zh=here.name(body["party"]), who_en=body["party"])
        case "seed":
            return pair("papers.m_seed", seed=ends(body["seed"]))
        case "outputs":
            return pair("papers.m_outputs", outputs=ends(body["outputs"]))
        case "ruling":
            return _ruling(line)
        case "void":
            return pair("papers.m_void", void=ends(body["void"]))
        case _:
            return pair("papers.m_resume")


def _ruling(line: Line) -> Pair:
    body = line.body
    action, reason = pair(f"action.{body['action']}"), pair(f"ruling.{body['reason']}")
    none = pair("papers.no_paper")
    shown = none if body["paper"] == "none" else (ends(body["paper"]), ends(body["paper"]))
    return pair(
        "papers.m_ruling", number=body["number"], action_zh=action[0], action_en=action[1], reason_zh=reason[0],
        reason_en=reason[1], signers=" ".join(body["signers"]), paper_zh=shown[0], paper_en=shown[1],
    )  # fmt: skip
