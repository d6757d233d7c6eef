using System.Runtime.InteropServices;
using Cocoon.Inference.LlamaCpp.Native;

namespace Cocoon.Inference.LlamaCpp.Library;

/// <summary>The tokens of one step with their sequences and positions, in memory that llama.cpp reads. Not thread-safe.</summary>
public sealed unsafe class LlamaCppBatch : IDisposable
{
    private readonly int* _numbers;
    private readonly int** _sequences;
    private readonly byte* _outputs;

    /// <param name="room">Most tokens.</param>
    public LlamaCppBatch(int room)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(room, 1);
        Room = room;
        _numbers = (int*)NativeMemory.AllocZeroed((nuint)room, 4 * sizeof(int));
        _sequences = (int**)NativeMemory.AllocZeroed((nuint)room, (nuint)sizeof(int*));
        _outputs = (byte*)NativeMemory.AllocZeroed((nuint)room);
        for (var i = 0; i < room; i++)
        {
            SequenceCounts[i] = 1;
            _sequences[i] = Ids + i;
        }
    }

    public int Room { get; }

    public int Count { get; private set; }

    internal BatchPointers Pointers => new()
    {
        Count = Count, Tokens = Tokens, Positions = Positions, SequenceCounts = SequenceCounts, Sequences = _sequences, Outputs = _outputs,
    };

    private int* Tokens => _numbers;

    private int* Positions => _numbers + Room;

    private int* SequenceCounts => _numbers + 2 * Room;

    private int* Ids => _numbers + 3 * Room;

    public void Clear() => Count = 0;

    /// <summary>Adds a token; with <paramref name="output"/> its logits, or hidden states, are wanted.</summary>
    /// <returns>Its row.</returns>
    public int Add(int token, int position, int sequence, bool output)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(Count, Room);
        Tokens[Count] = token;
        Positions[Count] = position;
        Ids[Count] = sequence;
        _outputs[Count] = output ? (byte)1 : (byte)0;
        return Count++;
    }

    public void Dispose()
    {
        NativeMemory.Free(_numbers);
        NativeMemory.Free(_sequences);
        NativeMemory.Free(_outputs);
    }
}
