using Cocoon.Inference.Tensors;
using TorchSharp;

namespace Cocoon.Inference.Torch.Tests;

/// <summary>Native memory that a step forgets is not found by the garbage collector: counted, it has to stay the same.</summary>
public sealed class LiveTensorTests
{
    [Fact]
    public void After_any_number_of_steps_as_many_tensors_live_as_before()
    {
        using var backend = new TorchBackend();
        using var store = backend.CreateKeyValues(layers: 2, blocks: 8, heads: 2, headSize: 8);
        using var rows = backend.Create(4, 32);
        using var keys = backend.Create(4, 16);
        using var output = backend.Create(4, 32);
        using var product = backend.Create(4, 32);
        Step(backend, store, rows, keys, output, product);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 50; i++) Step(backend, store, rows, keys, output, product);

        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(before);
    }

    [Fact]
    public void Operations_outside_of_a_step_and_unknown_devices_are_refused()
    {
        using var backend = new TorchBackend();
        using var rows = backend.Create(1, 4);
        FluentActions.Invoking(() => backend.Gather(rows, [0], rows)).Should().Throw<InvalidOperationException>();
        FluentActions.Invoking(() => new TorchBackend(new TorchBackendOptions { Device = "tpu" })).Should().Throw<ArgumentException>().WithMessage("*tpu*");
        FluentActions.Invoking(() => new TorchBackend(new TorchBackendOptions { Precision = "int4" })).Should().Throw<ArgumentException>().WithMessage("*int4*");
    }

    private static void Step(TorchBackend backend, IKeyValueStore store, ITensor rows, ITensor keys, ITensor output, ITensor product)
    {
        backend.BeginStep();
        backend.Rotate(rows, 8, [0, 1, 2, 3], [1, 0.5f, 0.25f, 0.125f], 1, interleaved: false);
        backend.Store(store, 1, keys, keys, [16, 17, 18, 19]);
        backend.Attend(store, 1, rows, [new SequenceRows(0, 4, 0, new[] { 1 })], 0.5f, output);
        backend.SiluMultiply(output, rows, 4, product);
        backend.CopyBlock(store, 1, 2);
        backend.EndStep();
        var values = new float[4 * 32];
        backend.Read(product, 4, values);
    }
}
