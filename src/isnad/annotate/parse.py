"""The first stage: fold, cut into tokens, sentences and quotations, and scan for all vocabulary once."""

from __future__ import annotations

from isnad.lang.pack import Pack
from isnad.model.article import Article
from isnad.model.document import Document
from isnad.text.folding import fold
from isnad.text.quotes import pair_quotes
from isnad.text.sentences import split_sentences
from isnad.text.tokens import tokenize


def parse(article: Article, pack: Pack) -> Document:
    """The document of an article, without findings."""
    folded = fold(article.text)
    tokens = tokenize(folded)
    return Document(
        article=article,
        folded=folded,
        tokens=tokens,
        sentences=split_sentences(tokens, article.text),
        quotes=pair_quotes(article.text),
        hits=pack.scanner.scan(folded, tokens),
    )
