namespace Cocoon.Inference.LlamaCpp.Running;

/// <summary>
/// Counts llama.cpp's cells as it does: each holds the keys and values of one token, which sequences may share. So it is known
/// beforehand whether a step fits. Not thread-safe.
/// </summary>
internal sealed class CellTable
{
    private readonly int[] _holders;
    private readonly int[] _openHolders;
    private readonly Stack<int> _free;

    public CellTable(int capacity)
    {
        _holders = new int[capacity];
        _openHolders = new int[capacity];
        _free = new Stack<int>(Enumerable.Range(0, capacity));
    }

    /// <summary>Cells that no sequence holds.</summary>
    public int Free => _free.Count;

    /// <summary>Cells that open sequences hold.</summary>
    public int Used { get; private set; }

    /// <summary>A cell for a new token of an open sequence.</summary>
    public int Take()
    {
        var cell = _free.Pop();
        Hold(cell);
        return cell;
    }

    /// <summary>One more open sequence holds a cell.</summary>
    public void Hold(int cell)
    {
        _holders[cell]++;
        Opened(cell);
    }

    /// <summary>A closed sequence that holds a cell is open again.</summary>
    public void Opened(int cell)
    {
        if (_openHolders[cell]++ == 0) Used++;
    }

    /// <summary>An open sequence that holds a cell is closed, and holds it still.</summary>
    public void Closed(int cell)
    {
        if (--_openHolders[cell] == 0) Used--;
    }

    /// <summary>A closed sequence gives a cell up.</summary>
    public void Release(int cell)
    {
        if (--_holders[cell] == 0) _free.Push(cell);
    }
}
