using System.Runtime.CompilerServices;

namespace Cocoon.Inference.Chat.Jinja;

/// <summary>What one rendering may still use, so that a hostile template or conversation ends with an error. Not thread-safe.</summary>
internal sealed class Budget
{
    /// <summary>Expressions and statements; real templates take some dozens for a message.</summary>
    private const int MaxSteps = 5_000_000;

    /// <summary>Characters of all texts that are made on the way.</summary>
    private const long MaxCharacters = 64_000_000;

    /// <summary>Items of one list, such as a range.</summary>
    private const int MaxItems = 100_000;

    private int _steps;
    private long _characters;

    public void Step()
    {
        if (++_steps > MaxSteps) throw new TemplateException("The chat template takes too many steps.");
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw new TemplateException("The chat template is nested too deep.");
    }

    /// <summary>Several texts as one.</summary>
    public MarkedText Join(params IReadOnlyList<MarkedText> parts)
    {
        Reserve(parts.Sum(part => (long)part.Length));
        return MarkedText.Concat(parts);
    }

    public MarkedText Made(MarkedText text)
    {
        Reserve(text.Length);
        return text;
    }

    /// <summary>Asked before a long text is made.</summary>
    public void Reserve(long characters)
    {
        _characters += characters;
        if (_characters > MaxCharacters) throw new TemplateException("The chat template makes too much text.");
    }

    /// <summary>Asked before a list is made; each item counts as a step.</summary>
    public void Items(long count)
    {
        if (count > MaxItems) throw new TemplateException("A list of the chat template is too long.");
        _steps += (int)Math.Max(0, count);
    }
}
