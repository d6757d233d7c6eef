using TorchSharp;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>
/// One step: the scope that ends what its operations leave behind, and what all layers of a step need alike and which is
/// brought to the device only once. TorchSharp's scopes belong to a thread, so a step ends on the thread where it began.
/// </summary>
internal sealed class TorchStep(Device device) : IDisposable
{
    /// <summary>Calls with different lists in one step are few: slots, tokens, rows and one list for each sequence.</summary>
    private const int MostLists = 1024;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly IDisposable _noGradients = inference_mode();
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<(int[] Numbers, Tensor Tensor)> _lists = [];
    private readonly Dictionary<(int First, int Keys), Tensor> _masks = [];
    private readonly List<(int[] Positions, float[] Frequencies, float Magnitude, Tensor Cosines, Tensor Sines)> _turns = [];

    /// <summary>Numbers as indices on the device.</summary>
    public Tensor Indices(ReadOnlySpan<int> numbers)
    {
        foreach (var (known, there) in _lists)
            if (numbers.SequenceEqual(known)) return there;
        var made = tensor(Array.ConvertAll(numbers.ToArray(), static number => (long)number), device: device);
        if (_lists.Count < MostLists) _lists.Add((numbers.ToArray(), Kept(made)));
        return made;
    }

    /// <summary>Which keys rows at positions from <paramref name="first"/> on may see: [rows, keys], true where they may.</summary>
    public Tensor Mask(int first, int rows, int keys)
    {
        if (_masks.TryGetValue((first, keys), out var known)) return known;
        var queries = arange(first, first + rows, dtype: ScalarType.Int64, device: device).unsqueeze(1);
        return _masks[(first, keys)] = Kept(arange(keys, dtype: ScalarType.Int64, device: device).unsqueeze(0).le(queries));
    }

    /// <summary>Cosine and sine of each position's angles, times the magnitude: [positions, 1, frequencies].</summary>
    public (Tensor Cosines, Tensor Sines) Turns(ReadOnlySpan<int> positions, ReadOnlySpan<float> frequencies, float magnitude)
    {
        foreach (var turn in _turns)
            if (turn.Magnitude == magnitude && positions.SequenceEqual(turn.Positions) && frequencies.SequenceEqual(turn.Frequencies)) return (turn.Cosines, turn.Sines);
        var (cosines, sines) = (new float[positions.Length * frequencies.Length], new float[positions.Length * frequencies.Length]);
        for (var row = 0; row < positions.Length; row++)
            for (var pair = 0; pair < frequencies.Length; pair++)
            {
                // The angle in single precision, as models were trained; its sine and cosine in double.
                var (sine, cosine) = Math.SinCos(positions[row] * frequencies[pair]);
                (cosines[row * frequencies.Length + pair], sines[row * frequencies.Length + pair]) = ((float)(magnitude * cosine), (float)(magnitude * sine));
            }
        ReadOnlySpan<long> shape = [positions.Length, 1, frequencies.Length];
        var made = (Kept(tensor(cosines, shape, device: device)), Kept(tensor(sines, shape, device: device)));
        _turns.Add((positions.ToArray(), frequencies.ToArray(), magnitude, made.Item1, made.Item2));
        return made;
    }

    public void Dispose()
    {
        if (Environment.CurrentManagedThreadId != _thread) throw new InvalidOperationException("A step of a TorchBackend ends on the thread on which it began.");
        _scope.Dispose();
        _noGradients.Dispose();
    }

    /// <summary>For the whole step, whatever scope is inside it now.</summary>
    private Tensor Kept(Tensor made)
    {
        _scope.Attach(made.DetachFromDisposeScope());
        return made;
    }
}
