"""Frequent words without meaning of their own, folded, per language."""

from __future__ import annotations

_FRENCH = """
a afin ai ainsi alors apres au aucun aujourd aussi autre autres aux avant avec avoir avons c car ce cela celle celles
celui ces cet cette ceux chaque comme comment d dans de depuis des donc dont du elle elles en encore entre est et
etaient etait etant ete etre eux fait faire faut hui il ils j je jusqu l la le les leur leurs lors lorsque lui m ma
mais me meme memes mes moins mon n ne ni non nos notre nous on ont or ou par parce pas pendant peu peut peuvent plus
plusieurs pour pourra puis qu quand que quel quelle quelles quels qui s sa sans se selon sera seront ses si sinon soit
son sont sous sur t ta te tel telle tels tes toi ton tous tout toute toutes tres tu un une vers vos votre vous y
"""
_ENGLISH = """
a about above after again all also am an and any are as at be because been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers him his how i if in
into is it its itself just me more most my no nor not now of off on once only or other our ours out over own per same
she should so some such than that the their theirs them then there these they this those through to too under until up
very was we were what when where which while who whom why will with would you your yours
"""
_ARABIC = """
في من الي علي عن مع هذا هذه ذلك تلك التي الذي الذين هو هي هم نحن انا انت كان كانت يكون تكون ان او ثم كما كل بعض غير قد
لقد لا لم لن ما ماذا منذ حتي اذا حيث بين بعد قبل عند لدي لدينا له لها لهم لنا به بها بهم فيه فيها منه منها عليه عليها
الا و ف ب ل ك اي ايضا ذات ذلك هناك هنا اليها اليه التى
"""
STOPWORDS = {
    "fr": frozenset(_FRENCH.split()),
    "en": frozenset(_ENGLISH.split()),
    "ar": frozenset(_ARABIC.split()),
}
