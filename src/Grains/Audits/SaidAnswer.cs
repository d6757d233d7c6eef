using System.Text;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Grains.Audits;

/// <summary>An answer step by step, as it was served or as it is run again: tokens and text of each choice. Not thread-safe.</summary>
internal sealed class SaidAnswer
{
    /// <summary>What servers that tell no token ids are given (docs/engines.md).</summary>
    private const int UnknownToken = int.MaxValue;

    private readonly AnswerTranscript _transcript = new();
    private readonly List<List<TokenPrint>> _tokens = [];
    private readonly List<List<(int Tokens, string Text)>> _texts = [];

    /// <summary>The tokens of each choice.</summary>
    public IReadOnlyList<IReadOnlyList<TokenPrint>> Tokens => _tokens;

    /// <summary>Whether every token has its id.</summary>
    public bool KnowsTokens { get; private set; } = true;

    public void Add(AnswerToken step, TokenChance[] best)
    {
        while (_tokens.Count <= step.Choice)
        {
            _tokens.Add([]);
            _texts.Add([]);
        }
        _transcript.Add(step);
        if (step.TokenId is { } token)
        {
            _tokens[step.Choice].Add(new TokenPrint(token, [.. best]));
            KnowsTokens &= token != UnknownToken;
        }
        // Names and arguments of calls are left out: servers name calls as they like, and tell their arguments in other pieces.
        if (step is { Text.Length: > 0, Kind: not AnswerKind.ToolArguments }) _texts[step.Choice].Add((_tokens[step.Choice].Count, step.Text));
    }

    public HexBytes Commit(ReadOnlySpan<byte> salt) => _transcript.Commit(salt);

    /// <summary>Text of a choice up to and with this many tokens.</summary>
    public string Text(int choice, int tokens)
    {
        var text = new StringBuilder();
        if (choice < _texts.Count)
            foreach (var piece in _texts[choice].TakeWhile(piece => piece.Tokens <= tokens)) text.Append(piece.Text);
        return text.ToString();
    }

    /// <summary>Whether both say the same as far as their tokens are the same: tokens of the truth under another text are a lie.</summary>
    /// <param name="other">The other answer.</param>
    /// <param name="isAll">Whether both are whole, and the same to the end; otherwise one may be ahead, since engines hold text back for a while.</param>
    public bool AgreesInText(SaidAnswer other, bool isAll)
    {
        for (var choice = 0; choice < Math.Min(_tokens.Count, other._tokens.Count); choice++)
        {
            var (one, two) = (_tokens[choice], other._tokens[choice]);
            var same = 0;
            while (same < one.Count && same < two.Count && one[same].Token == two[same].Token) same++;
            var (mine, its) = (Text(choice, same), other.Text(choice, same));
            if (isAll ? mine != its : !IsCut(mine, its)) return false;
        }
        return true;
    }

    private static bool IsCut(string one, string other) => one.StartsWith(other, StringComparison.Ordinal) || other.StartsWith(one, StringComparison.Ordinal);
}
