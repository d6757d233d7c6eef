using System.Runtime.Intrinsics;
using Cocoon.Inference.Cpu.Kernels;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>Cosines and sines of a step's positions, made once for all layers. Not thread-safe while they are made.</summary>
internal sealed unsafe class RotationTable
{
    private float[] _cosines = [];
    private float[] _sines = [];
    private int[] _positions = [];
    private float[] _frequencies = [];
    private int _rows;
    private float _magnitude;

    /// <summary>Makes the table unless it is there already.</summary>
    public void Set(ReadOnlySpan<int> positions, ReadOnlySpan<float> frequencies, float magnitude)
    {
        if (_magnitude.Equals(magnitude) && positions.SequenceEqual(_positions.AsSpan(0, _rows)) && frequencies.SequenceEqual(_frequencies)) return;
        if (_positions.Length < positions.Length) _positions = new int[positions.Length * 2];
        if (!frequencies.SequenceEqual(_frequencies)) _frequencies = frequencies.ToArray();
        var half = frequencies.Length;
        if (_cosines.Length < _positions.Length * half) (_cosines, _sines) = (new float[_positions.Length * half], new float[_positions.Length * half]);
        for (var row = 0; row < positions.Length; row++)
        {
            for (var i = 0; i < half; i++)
            {
                var (sine, cosine) = MathF.SinCos(positions[row] * frequencies[i]);
                (_cosines[row * half + i], _sines[row * half + i]) = (cosine * magnitude, sine * magnitude);
            }
        }
        positions.CopyTo(_positions);
        (_rows, _magnitude) = (positions.Length, magnitude);
    }

    /// <summary>Rotates one head in place by the angles of a row.</summary>
    public void Rotate(float* head, int row, bool interleaved)
    {
        var half = _frequencies.Length;
        fixed (float* cosines = &_cosines[row * half], sines = &_sines[row * half])
        {
            if (interleaved) RotateNeighbours(head, cosines, sines, half);
            else RotateHalves(head, cosines, sines, half);
        }
    }

    private static void RotateHalves(float* head, float* cosines, float* sines, int half)
    {
        var i = 0;
        for (; i <= half - Lanes.Count; i += Lanes.Count)
        {
            var (a, b) = (Vector512.Load(head + i), Vector512.Load(head + half + i));
            var (cos, sin) = (Vector512.Load(cosines + i), Vector512.Load(sines + i));
            (a * cos - b * sin).Store(head + i);
            (b * cos + a * sin).Store(head + half + i);
        }
        for (; i < half; i++)
        {
            var (a, b) = (head[i], head[half + i]);
            (head[i], head[half + i]) = (a * cosines[i] - b * sines[i], b * cosines[i] + a * sines[i]);
        }
    }

    private static void RotateNeighbours(float* head, float* cosines, float* sines, int half)
    {
        for (var i = 0; i < half; i++)
        {
            var (a, b) = (head[2 * i], head[2 * i + 1]);
            (head[2 * i], head[2 * i + 1]) = (a * cosines[i] - b * sines[i], b * cosines[i] + a * sines[i]);
        }
    }
}
