"""The model card in French and English, written from a manifest alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ml.registry import Manifest

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "title": "Fiche du modèle d'orientation",
        "use": "À quoi il sert",
        "use_text": "Il classe les ouvertures (programme et site) d'un appel pour une candidature et dit pourquoi. "
        "Il conseille ; une personne nommée décide. Il ne mesure ni le mérite ni les chances de succès.",
        "how": "Comment il calcule",
        "how_text": "Une somme : une base, plus la part de chaque famille de critères. La somme des parts est "
        "exactement le score. Ni nom, ni contact, ni genre, ni âge n'entrent dans le calcul.",
        "prior_only": "Il n'a pas appris de décisions : seuls les poids fixés par l'équipe et les descriptions des "
        "programmes comptent.",
        "learned": "Il a appris de {labelled} candidatures décidées ; part apprise : {share} %.",
        "data": "Données",
        "period": "Décisions du {first} au {last}",
        "data_hash": "Empreinte des données",
        "figures": "Mesures sur des décisions plus récentes que celles apprises",
        "figures_note": "Le modèle jugé ici ne connaissait que les décisions plus anciennes. La température, les "
        "seuils et l'inclinaison ont été réglés sur ces mêmes décisions récentes, chacune sans son propre résultat : "
        "la calibration et la couverture sont donc un peu flatteuses.",
        "figure": "Mesure",
        "value": "Valeur",
        "applications": "Candidatures jugées",
        "hit_at_1": "Bonne ouverture en tête",
        "interval": "intervalle à 95 %",
        "hit_at_3": "Bonne ouverture parmi les trois premières",
        "programme_hit_at_1": "Bon programme en tête",
        "calibration_error": "Erreur de calibration des probabilités",
        "first_calibration_error": "Erreur de calibration de la première place",
        "coverage": "Couverture de l'ensemble à 90 %",
        "mean_set_size": "Ouvertures dans l'ensemble, en moyenne",
        "hidden": "Programmes cachés tour à tour",
        "hidden_text": "bonne ouverture parmi les trois premières : {hit_3} ; candidatures d'autres programmes "
        "attirées à tort : {pulls} ; inclinaison : {lean}",
        "settings": "Réglages de l'équipe",
        "levels": "Adéquation dite forte à partir de {strong}, possible à partir de {possible}",
        "exploration": "Part des presque ex æquo tirés au sort : {share} %",
        "apart": "Programmes réglés à part : {names}",
        "families": "Poids des familles",
        "family": "Famille",
        "known": "avec historique",
        "new": "sans historique",
        "limits": "Limites",
        "limits_text": "Les candidatures refusées n'ont pas de suite connue : rien ne dit ce qu'elles seraient "
        "devenues. Un programme sans historique est jugé sur sa seule description. Les mesures valent pour les "
        "données ci-dessus, pas pour d'autres.",
        "made": "Fabrication",
        "created": "Créé le",
        "hash": "Empreinte du fichier",
        "seed": "Graine",
        "unknown": "inconnu",
        "colon": " :",
    },
    "en": {
        "title": "Card of the matching model",
        "use": "What it is for",
        "use_text": "It ranks the openings (programme and site) of a call for an application and says why. "
        "It advises; a named person decides. It measures neither merit nor chances of success.",
        "how": "How it scores",
        "how_text": "A sum: a base, plus the part of each family of criteria. The parts add up exactly to the score. "
        "No name, contact, gender or age enters it.",
        "prior_only": "It has learned from no decisions: only the weights set by the team and the descriptions of the "
        "programmes count.",
        "learned": "It has learned from {labelled} decided applications; learned share: {share} %.",
        "data": "Data",
        "period": "Decisions from {first} to {last}",
        "data_hash": "Hash of the data",
        "figures": "Figures on decisions later than those learned",
        "figures_note": "The model judged here knew the earlier decisions only. Temperature, thresholds and lean were "
        "set on these same later decisions, each without its own outcome, so calibration and coverage are a little "
        "flattering.",
        "figure": "Figure",
        "value": "Value",
        "applications": "Applications judged",
        "hit_at_1": "Right opening first",
        "interval": "95 % interval",
        "hit_at_3": "Right opening among the first three",
        "programme_hit_at_1": "Right programme first",
        "calibration_error": "Calibration error of probabilities",
        "first_calibration_error": "Calibration error of the first place",
        "coverage": "Coverage of the 90 % set",
        "mean_set_size": "Openings in the set, on average",
        "hidden": "Programmes hidden in turn",
        "hidden_text": "right opening among the first three: {hit_3}; applications of other programmes drawn away: "
        "{pulls}; lean: {lean}",
        "settings": "Settings of the team",
        "levels": "Fit called strong from {strong}, possible from {possible}",
        "exploration": "Share of near-ties drawn by lot: {share} %",
        "apart": "Programmes set apart: {names}",
        "families": "Weights of the families",
        "family": "Family",
        "known": "with history",
        "new": "without history",
        "limits": "Limits",
        "limits_text": "Refused applications have no outcome: nothing says what would have become of them. "
        "A programme without history is judged on its description alone. The figures hold for the data above, not for "
        "others.",
        "made": "Making",
        "created": "Created on",
        "hash": "Hash of the file",
        "seed": "Seed",
        "unknown": "unknown",
        "colon": ":",
    },
}
FIGURES = (
    "applications", "hit_at_1", "hit_at_3", "programme_hit_at_1", "calibration_error", "first_calibration_error",
    "coverage", "mean_set_size",
)  # fmt: skip


def render(manifest: Manifest, language: str) -> str:
    """The card in Markdown, in "fr" or "en"; raises ValueError for another language."""
    if language not in WORDS:
        raise ValueError(f"the card is written in {' and '.join(WORDS)}, not in {language}")
    words = WORDS[language]
    parts = [
        f"# {words['title']}",
        f"## {words['use']}\n\n{words['use_text']}",
        f"## {words['how']}\n\n{words['how_text']} {_learned(manifest, words)}",
        _data(manifest, words),
        *([] if manifest.prior_only else [_figures(manifest, words, language)]),
        *_settings(manifest, words),
        _families(manifest, words, language),
        f"## {words['limits']}\n\n{words['limits_text']}",
        _made(manifest, words),
    ]
    return "\n\n".join(parts) + "\n"


def _number(value: Any, language: str) -> str:
    text = str(value) if isinstance(value, int) else f"{value:.3f}"
    return text.replace(".", ",") if language == "fr" else text


def _learned(manifest: Manifest, words: Mapping[str, str]) -> str:
    if manifest.prior_only:
        return words["prior_only"]
    share = round(100 * float(manifest.facts["learned_share"]))
    return words["learned"].format(labelled=manifest.facts["labelled"], share=share)


def _data(manifest: Manifest, words: Mapping[str, str]) -> str:
    first, last = (manifest.facts.get(name) or words["unknown"] for name in ("first_decision", "last_decision"))
    lines = [f"## {words['data']}", "", f"- {words['data_hash']}{words['colon']} `{manifest.data_hash}`"]
    if manifest.facts.get("first_decision"):
        lines.append(f"- {words['period'].format(first=first, last=last)}")
    return "\n".join(lines)


def _figures(manifest: Manifest, words: Mapping[str, str], language: str) -> str:
    metrics = manifest.metrics
    rows = [f"| {words['figure']} | {words['value']} |", "|---|---|"]
    for name in FIGURES:
        if name not in metrics:  # no later decision gave a place
            continue
        shown = _number(metrics[name], language)
        if name == "hit_at_1":
            low, high = (_number(bound, language) for bound in metrics["hit_at_1_interval"])
            shown += f" ({words['interval']} {low} … {high})"
        rows.append(f"| {words[name]} | {shown} |")
    if hidden := metrics.get("hidden_programmes"):
        text = words["hidden_text"].format(
            hit_3=_number(hidden["hit_3"], language),
            pulls=_number(hidden["false_pulls"], language),
            lean=_number(manifest.facts["lean"], language),
        )
        rows.append(f"| {words['hidden']} | {text} |")
    return "\n".join([f"## {words['figures']}", "", *rows, "", words["figures_note"]])


def _settings(manifest: Manifest, words: Mapping[str, str]) -> list[str]:
    settings = manifest.facts.get("settings")
    if not settings:  # made before versions kept them
        return []
    lines = [
        words["levels"].format(strong=settings["strong"], possible=settings["possible"]),
        words["exploration"].format(share=round(100 * settings["exploration"])),
    ]
    if settings["programmes"]:
        lines.append(words["apart"].format(names=", ".join(sorted(settings["programmes"]))))
    return ["\n".join([f"## {words['settings']}", "", *(f"- {line}" for line in lines)])]


def _families(manifest: Manifest, words: Mapping[str, str], language: str) -> str:
    rows = [f"| {words['family']} | {words['known']} | {words['new']} |", "|---|---|---|"]
    for family, weight in manifest.families["known"].items():
        other = manifest.families["new"][family]
        rows.append(f"| `{family}` | {_number(weight, language)} | {_number(other, language)} |")
    return "\n".join([f"## {words['families']}", "", *rows])


def _made(manifest: Manifest, words: Mapping[str, str]) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in sorted(manifest.libraries.items()))
    return "\n".join(
        [
            f"## {words['made']}",
            "",
            f"- {words['created']}{words['colon']} {manifest.created_at or words['unknown']}",
            f"- {words['hash']}{words['colon']} `{manifest.sha256}`",
            f"- {words['seed']}{words['colon']} {manifest.seed}",
            f"- Python {manifest.python}, {libraries}",
        ]
    )
