namespace Cocoon.Inference.Chat.Jinja;

/// <summary>The words of a template, one after the other.</summary>
internal sealed class TokenReader(List<TemplateToken> tokens)
{
    /// <summary>Expressions and blocks within each other.</summary>
    private const int MaxDepth = 100;

    private int _at;
    private int _depth;

    public TemplateToken Current => tokens[_at];

    public TemplateToken Next => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public TemplateToken Take() => tokens[_at == tokens.Count - 1 ? _at : _at++];

    public bool Is(TokenKind kind, string text) => Current.Kind == kind && Current.Text == text;

    public bool IsOperator(string text) => Is(TokenKind.Operator, text);

    public bool IsName(string text) => Is(TokenKind.Name, text);

    public bool TryTake(TokenKind kind, string text)
    {
        if (!Is(kind, text)) return false;
        Take();
        return true;
    }

    public bool TryOperator(string text) => TryTake(TokenKind.Operator, text);

    public bool TryName(string text) => TryTake(TokenKind.Name, text);

    public string Expect(TokenKind kind) => Current.Kind == kind ? Take().Text : throw Unexpected();

    public void ExpectOperator(string text)
    {
        if (!TryOperator(text)) throw Unexpected();
    }

    public void ExpectName(string text)
    {
        if (!TryName(text)) throw Unexpected();
    }

    public T Nested<T>(Func<T> read)
    {
        if (++_depth > MaxDepth) throw Error("it is nested too deep");
        var value = read();
        _depth--;
        return value;
    }

    public TemplateException Unexpected() => Error(Current.Kind is TokenKind.Name or TokenKind.Operator ? $"'{Current.Text}' is not understood here" : $"{Current.Kind} is not expected here");

    public TemplateException Error(string what) => new($"line {Current.Line}: {what}");
}
