namespace Cocoon.Inference.Running;

/// <summary>The tokens of one step, made anew for each without allocating. Not thread-safe.</summary>
/// <param name="maxRows">Most tokens.</param>
public sealed class RunnerStep(int maxRows)
{
    private readonly int[] _tokens = new int[maxRows];
    private readonly StepSlice[] _slices = new StepSlice[maxRows];
    private int _rows;
    private int _count;

    public ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _rows);

    public ReadOnlySpan<StepSlice> Slices => _slices.AsSpan(0, _count);

    /// <summary>Tokens that still fit.</summary>
    public int Room => maxRows - _rows;

    public void Clear() => _rows = _count = 0;

    /// <summary>Adds tokens of a sequence that has no slice in this step yet.</summary>
    /// <returns>The slice's number.</returns>
    public int Add(int sequence, ReadOnlySpan<int> tokens, StepOutput output)
    {
        ArgumentOutOfRangeException.ThrowIfZero(tokens.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tokens.Length, Room);
        tokens.CopyTo(_tokens.AsSpan(_rows));
        _slices[_count] = new StepSlice(sequence, _rows, tokens.Length, output);
        _rows += tokens.Length;
        return _count++;
    }
}
