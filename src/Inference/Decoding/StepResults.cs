using Cocoon.Inference.Models;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Decoding;

/// <summary>What the slices of a step asked for, copied out of the backend. Filled anew each step without allocating.</summary>
internal sealed class StepResults(ModelConfig config, int maxRows, int maxSequences)
{
    private readonly (StepOutput Kind, int FirstRow, int Rows)[] _slices = new (StepOutput, int, int)[maxSequences];
    private readonly int[] _logitRows = new int[maxSequences];
    private readonly float[] _logits = new float[checked(maxSequences * config.VocabularySize)];
    private readonly float[] _states = new float[checked(maxRows * config.Hidden)];
    private int _count;
    private int _logitCount;
    private int _wanted;
    private bool _hasStates;

    /// <summary>Which of the wanted rows need logits.</summary>
    public ReadOnlySpan<int> LogitRows => _logitRows.AsSpan(0, _logitCount);

    /// <summary>What a slice of the last step asked for.</summary>
    public ReadOnlySpan<float> this[int slice]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slice, (uint)_count);
            var (kind, first, rows) = _slices[slice];
            return kind switch
            {
                StepOutput.Logits => _logits.AsSpan(first * config.VocabularySize, config.VocabularySize),
                StepOutput.HiddenStates => _states.AsSpan(first * config.Hidden, rows * config.Hidden),
                _ => default,
            };
        }
    }

    public void Clear()
    {
        _count = _logitCount = _wanted = 0;
        _hasStates = false;
    }

    /// <returns>How many of the slice's last rows are wanted.</returns>
    public int Add(StepSlice slice)
    {
        var rows = slice.Output switch { StepOutput.Logits => 1, StepOutput.HiddenStates => slice.Count, _ => 0 };
        _slices[_count++] = (slice.Output, slice.Output == StepOutput.Logits ? _logitCount : _wanted, rows);
        if (slice.Output == StepOutput.Logits) _logitRows[_logitCount++] = _wanted;
        _hasStates |= slice.Output == StepOutput.HiddenStates;
        _wanted += rows;
        return rows;
    }

    public void Take(ITensorBackend backend, Decoder decoder)
    {
        if (_logitCount > 0) backend.Read(decoder.Logits, _logitCount, _logits);
        if (_hasStates) backend.Read(decoder.States, _wanted, _states);
    }
}
