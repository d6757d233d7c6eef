using Cocoon.Inference.Cpu;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Engine;

/// <summary>One engine for all tests of a class.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public LocalEngine Engine { get; } = TinyJane.Open(new CpuEngineOptions { Threads = 2 });

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Engine.DisposeAsync();
}
