namespace Cocoon.Inference.Chat.Jinja;

/// <summary>The value of a name that nobody has set: false, empty, and nothing to ask anything of.</summary>
internal sealed class Undefined
{
    public static readonly Undefined Value = new();

    private Undefined()
    {
    }
}
