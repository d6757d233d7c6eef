namespace Cocoon.Inference.Chat.Jinja;

/// <summary>
/// A chat template in Jinja, as far as transformers' models use the language: what is not known is refused when it is read.
/// Runs in bounded steps, memory and depth, and reaches nothing outside. Immutable and thread-safe.
/// </summary>
internal sealed class Template
{
    /// <summary>Longest template, in characters; real ones have some thousands.</summary>
    private const int MaxLength = 1_000_000;

    private readonly Statement _body;

    /// <exception cref="TemplateException">The text is not understood.</exception>
    public Template(string text)
    {
        if (text.Length > MaxLength) throw new TemplateException($"it is longer than {MaxLength} characters");
        _body = new StatementParser(TemplateLexer.Read(text)).ReadAll();
    }

    /// <param name="names">Values that the template sees.</param>
    /// <exception cref="TemplateException">It cannot go on, or takes too long.</exception>
    /// <exception cref="TemplateRefusal">It refuses the values.</exception>
    public MarkedText Render(IReadOnlyDictionary<string, object?> names)
    {
        var frame = new Frame(new Budget());
        foreach (var (name, value) in names) frame[name] = value;
        _body(frame);
        return MarkedText.Concat(frame.Output);
    }
}
