using System.Diagnostics.Metrics;
using Cocoon.Grains.Inference;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Providers;

/// <summary>What this machine's models do, worked out when somebody looks. Labels are model ids: the owner's own, a closed list.</summary>
internal sealed class EngineMeters(Enclave enclave, IMeterFactory meters) : IHostedService
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Cocoon.Engines";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Name);
        meter.CreateObservableGauge("cocoon.engine.running", () => Of(static model => model.Engine.Load.Running), "{answer}", "Answers that a model's engine works on.");
        meter.CreateObservableGauge("cocoon.engine.waiting", () => Of(static model => model.Engine.Load.Waiting), "{answer}", "Answers that wait for a slot of a model's engine.");
        meter.CreateObservableGauge("cocoon.engine.memory.used", () => Of(static model => model.Engine.Load.MemoryUsed), "1", "Share of a model's memory for keys and values that running answers hold.");
        meter.CreateObservableGauge("cocoon.engine.memory.reserved", () => Of(static model => model.MemoryBytes), "By", "Memory set aside for a model.");
        meter.CreateObservableGauge("cocoon.engine.offered", () => Of(static model => model.IsOffered ? 1 : 0), "1", "Whether a model is offered: 0 while it is tried out or unloaded, and when its engine hangs or has failed.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<double>> Of(Func<ServedModel, double> value) =>
        [.. enclave.Models.Select(model => new Measurement<double>(value(model), new KeyValuePair<string, object?>("model", model.Id)))];
}
