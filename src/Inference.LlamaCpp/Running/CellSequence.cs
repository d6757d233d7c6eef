using System.Runtime.InteropServices;

namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>A sequence: what it has read and where that lies. Open, or kept for later prompts.</summary>
internal sealed class CellSequence(int id, ulong scope)
{
    public int Id => id;

    /// <summary>Only prompts of the same scope may share it.</summary>
    public ulong Scope => scope;

    public List<int> Tokens { get; } = [];

    /// <summary>The cell of each token.</summary>
    public List<int> Cells { get; } = [];

    /// <summary>Cells promised for tokens to come.</summary>
    public int Reserved { get; set; }

    public bool IsOpen { get; set; } = true;

    /// <summary>When it was closed, in closings.</summary>
    public long ClosedAt { get; set; }

    /// <summary>Tokens that it has in common with the beginning of a prompt, whose last is left out.</summary>
    public int CommonWith(ReadOnlySpan<int> prompt) => CollectionsMarshal.AsSpan(Tokens).CommonPrefixLength(prompt[..^1]);

    /// <summary>Cells at its beginning that another holds too.</summary>
    public int CellsSharedWith(CellSequence other) => CollectionsMarshal.AsSpan(Cells).CommonPrefixLength(CollectionsMarshal.AsSpan(other.Cells));
}
