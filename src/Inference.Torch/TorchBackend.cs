using System.Runtime.InteropServices;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Torch.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch;

/// <summary>
/// The arithmetic of a decoder by libtorch, on an NVIDIA GPU or on the processor. Quantised weights are expanded when they are
/// loaded. No CUDA graphs, streams or paged kernels: correct before fast (docs/engines.md). All operations of a step run on
/// the thread that began it.
/// </summary>
public sealed class TorchBackend : ITensorBackend
{
    private readonly Device _device;
    private readonly ScalarType _type;
    private readonly int _tile;
    private TorchStep? _step;

    /// <exception cref="ArgumentException">There is no such device or precision.</exception>
    public TorchBackend(TorchBackendOptions? options = null)
    {
        options ??= new TorchBackendOptions();
        _device = DeviceOf(options.Device);
        Precision = options.Precision ?? (_device.type == DeviceType.CUDA ? "bf16" : "fp32");
        _type = Precision switch
        {
            "fp32" => ScalarType.Float32,
            "bf16" => ScalarType.BFloat16,
            "fp16" => ScalarType.Float16,
            _ => throw new ArgumentException($"The precision '{Precision}' is not known. Use fp32, bf16 or fp16.", nameof(options)),
        };
        _tile = options.TileRows ?? (_device.type == DeviceType.CUDA ? 64 : 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(_tile, 1, nameof(options));
        Name = $"torch-{_device.type.ToString().ToLowerInvariant()}-{Precision}";
    }

    public string Name { get; }

    /// <summary>Precision of all its results.</summary>
    public string Precision { get; }

    public string PrecisionOf(string quantization) => Precision;

    public IMatrix Load(StoredTensor matrix) => new TorchMatrix(WeightLoader.Load(matrix, _type, _device));

    public ITensor LoadVector(StoredTensor vector) => new TorchTensor(WeightLoader.Load(vector, _type, _device));

    public ITensor Create(int rows, int columns) => new TorchTensor(empty([rows, columns], dtype: _type, device: _device));

    public IKeyValueStore CreateKeyValues(int layers, int blocks, int heads, int headSize) => new TorchKeyValues(layers, blocks, heads, headSize, _type, _device);

    public void BeginStep()
    {
        if (_step is not null) throw new InvalidOperationException("The last step has not ended.");
        _step = new TorchStep(_device);
    }

    public void EndStep()
    {
        Step.Dispose();
        _step = null;
    }

    public void Embed(IMatrix table, ReadOnlySpan<int> tokens, ITensor output) =>
        Rows(output, tokens.Length).copy_(Of(table).index_select(0, Step.Indices(tokens)));

    public void RmsNorm(ITensor input, ITensor weight, float epsilon, int rows, ITensor output) =>
        RowTiles.Map(Of(input), rows, _tile, part => Normalized(part, weight, epsilon), Of(output));

    public void RmsNormHeads(ITensor heads, ITensor weight, int headSize, float epsilon, int rows) =>
        RowTiles.Map(Of(heads), rows, _tile, part => Normalized(part.reshape(-1, headSize), weight, epsilon).reshape(part.shape), Of(heads));

    public void Linear(IMatrix weight, ITensor? bias, ITensor input, int rows, ITensor output)
    {
        var offsets = bias is null ? null : Of(bias).view(-1);
        RowTiles.Map(Of(input), rows, _tile, part => nn.functional.linear(part, Of(weight), offsets), Of(output));
    }

    public void Rotate(ITensor heads, int headSize, ReadOnlySpan<int> positions, ReadOnlySpan<float> inverseFrequencies, float magnitude, bool interleaved)
    {
        var (cosines, sines) = Step.Turns(positions, inverseFrequencies, magnitude);
        var rows = Rows(heads, positions.Length);
        long half = headSize / 2;
        var values = rows.view(positions.Length, -1, headSize).to(ScalarType.Float32);
        var pairs = interleaved ? values.view(positions.Length, -1, half, 2).unbind(3) : [values.narrow(2, 0, half), values.narrow(2, half, half)];
        var (first, second) = (pairs[0] * cosines - pairs[1] * sines, pairs[1] * cosines + pairs[0] * sines);
        var turned = interleaved ? stack([first, second], 3) : cat([first, second], 2);
        rows.copy_(turned.reshape(positions.Length, heads.Columns));
    }

    public void Store(IKeyValueStore store, int layer, ITensor keys, ITensor values, ReadOnlySpan<int> slots)
    {
        var (pages, places) = ((TorchKeyValues)store, Step.Indices(slots));
        pages.Keys[layer].index_copy_(0, places, Rows(keys, slots.Length));
        pages.Values[layer].index_copy_(0, places, Rows(values, slots.Length));
    }

    public void CopyBlock(IKeyValueStore store, int from, int to)
    {
        const int Size = IKeyValueStore.BlockSize;
        var pages = (TorchKeyValues)store;
        foreach (var page in pages.Keys.Concat(pages.Values)) page.narrow(0, (long)to * Size, Size).copy_(page.narrow(0, (long)from * Size, Size));
    }

    public void Attend(IKeyValueStore store, int layer, ITensor query, ReadOnlySpan<SequenceRows> sequences, float scale, ITensor output)
    {
        foreach (var sequence in sequences) TorchAttention.Run(Step, (TorchKeyValues)store, layer, Of(query), sequence, scale, Of(output));
    }

    public void SiluMultiply(ITensor gate, ITensor up, int rows, ITensor output) =>
        Rows(output, rows).copy_(Rows(gate, rows).to(ScalarType.Float32).silu() * Rows(up, rows));

    public void Add(ITensor target, ITensor addend, int rows) => Rows(target, rows).add_(Rows(addend, rows));

    public void Gather(ITensor input, ReadOnlySpan<int> rows, ITensor output) => Rows(output, rows.Length).copy_(Of(input).index_select(0, Step.Indices(rows)));

    public void Read(ITensor tensor, int rows, Span<float> destination)
    {
        using var scope = NewDisposeScope();
        var values = Rows(tensor, rows).to(ScalarType.Float32, CPU);
        MemoryMarshal.Cast<byte, float>(values.bytes).CopyTo(destination);
    }

    public void Dispose()
    {
        _step?.Dispose();
        _step = null;
    }

    private TorchStep Step => _step ?? throw new InvalidOperationException("Operations are parts of a step. Begin one.");

    private static Device DeviceOf(string name)
    {
        if (name == "cpu") return CPU;
        var number = 0;
        var isCuda = name == "cuda" || (name.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(name.AsSpan(5), out number));
        if (!isCuda || number < 0) throw new ArgumentException($"There is no device '{name}'. Use cpu, or cuda:0 and so on.", nameof(name));
        if (!cuda.is_available() || number >= cuda.device_count())
            throw new ArgumentException($"libtorch finds no device '{name}' ({(cuda.is_available() ? $"{cuda.device_count()} devices" : "no CUDA: is the package TorchSharp-cuda-linux, and does nvidia-smi work?")}).", nameof(name));
        return device(DeviceType.CUDA, number);
    }

    /// <summary>Sums in single precision, whatever the rows are in.</summary>
    private static Tensor Normalized(Tensor rows, ITensor weight, float epsilon)
    {
        var values = rows.to(ScalarType.Float32);
        var scale = rsqrt(values.square().mean([1], keepdim: true) + epsilon);
        return values * scale * Of(weight);
    }

    private static Tensor Rows(ITensor tensor, int rows) => Of(tensor).narrow(0, 0, rows);

    private static Tensor Of(ITensor tensor) => ((TorchTensor)tensor).Values;

    private static Tensor Of(IMatrix matrix) => ((TorchMatrix)matrix).Values;
}
