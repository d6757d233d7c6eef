using Cocoon.Core.Providers;
using Cocoon.Grains.Inference;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers.Models;

/// <summary>
/// Tries models out before they are offered, and follows what the owner writes: loads what is new, unloads what is gone, the
/// offer first and the memory when nothing runs on it any more. What could not be loaded is tried again when the list changes.
/// </summary>
internal sealed partial class ModelKeeper(
    Enclave enclave, ModelLoader loader, ProviderAgent agent, ProviderRoleOptions options, TimeProvider time, ILogger<ModelKeeper> logger, IWantedModels? wanted = null)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Who holds a lease begins within this time, or hardly ever.</summary>
    private static readonly TimeSpan LeasesBegin = TimeSpan.FromSeconds(2);

    /// <summary>A machine seldom changes its speed.</summary>
    private static readonly TimeSpan ProfileLife = TimeSpan.FromDays(1);

    /// <summary>An engine that takes longer for a few tokens is not to be sold.</summary>
    private static readonly TimeSpan LongestTryOut = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);
    private readonly SpeedProbe _probe = new(time);
    private IReadOnlyList<ModelEntry> _entries = options.AllModels;
    private string? _complaint;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start's path: a model may take minutes.
        await Task.Yield();
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            await Follow(stoppingToken);
            await TryOut(stoppingToken);
            await MeasureAgain(time.GetUtcNow(), stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Tries out what is not offered yet: a server elsewhere may take minutes to come up.</summary>
    internal async Task TryOut(CancellationToken cancellationToken)
    {
        foreach (var model in enclave.Models.Where(static model => !model.IsReady)) await TryOut(model, cancellationToken);
    }

    /// <summary>Figures that have grown old are measured again while the model has nothing to do.</summary>
    internal async Task MeasureAgain(DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var model in enclave.Models.Where(model => model is { IsOffered: true, Running: 0, Profile: { } profile } && now - profile.MeasuredAt >= ProfileLife))
            await TryOut(model, cancellationToken);
    }

    /// <summary>Makes memory what is written now.</summary>
    internal async Task Follow(CancellationToken cancellationToken)
    {
        if (ReadEntries() is not { } entries || entries.SequenceEqual(_entries)) return;
        var (gone, added) = (_entries.ExceptBy(entries.Select(InMemory), InMemory).ToList(), entries.ExceptBy(_entries.Select(InMemory), InMemory).ToList());
        _entries = entries;
        foreach (var entry in entries)
            if (enclave.Model(entry.Name) is { } priced) priced.Ask = entry.Ask;
        foreach (var entry in gone)
            if (enclave.Model(entry.Name) is { } model) await Unload(model, cancellationToken);
        foreach (var entry in added) await Load(entry, loader.Budget, cancellationToken);
        // What did not fit before, or made room, may fit now; nothing is unloaded for it.
        foreach (var entry in entries.Where(entry => enclave.Model(entry.Name) is null).Except(added)) await Load(entry, loader.Budget with { MayUnloadIdle = false }, cancellationToken);
    }

    /// <summary>What a model is in memory for: another price is no reason to load it again.</summary>
    private static ModelEntry InMemory(ModelEntry entry) => entry with { Ask = ModelAsk.None };

    private async Task Load(ModelEntry entry, MemoryBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            var (unload, refusal) = budget.Admit(entry.Name, loader.Need(entry), enclave.Models);
            if (refusal is not null) throw new ModelFileException(refusal);
            foreach (var idle in unload) await Unload(idle, cancellationToken);
            var model = await Task.Run(() => loader.Load(entry), cancellationToken);
            enclave.Add(model);
            LogLoaded(model.Id, model.MemoryBytes);
            await TryOut(model, cancellationToken);
        }
        catch (Exception e) when (e is ModelFileException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            LogNotLoaded(entry.Name, e.Message);
        }
    }

    /// <summary>Offers a model that may be sold and that answers; of another nothing is heard on the market.</summary>
    private async Task TryOut(ServedModel model, CancellationToken cancellationToken)
    {
        if (loader.WhyNotSold(model) is { } reason)
        {
            Complain(model, reason);
            return;
        }
        try
        {
            await _probe.WarmUp(model.Engine, cancellationToken).WaitAsync(LongestTryOut, time, cancellationToken);
            var slots = Math.Min(model.Slots ?? options.Slots, model.Engine.Descriptor.MaxConcurrency);
            model.Ready(options.ProfileSeconds > 0 ? await _probe.Measure(model.Engine, slots, TimeSpan.FromSeconds(options.ProfileSeconds), cancellationToken) : null);
            _reasons.Remove(model.Id);
            agent.Notice();
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            // Engines are foreign code: what one of them throws is no reason for the others to go.
            Complain(model, $"It did not answer when it was tried out ({e.GetType().Name}). Look at the engine's log. Trying again.");
        }
    }

    /// <summary>Says what is wrong, once.</summary>
    private void Complain(ServedModel model, string reason)
    {
        if (_reasons.TryGetValue(model.Id, out var said) && said == reason) return;
        LogNotOffered(model.Id, _reasons[model.Id] = reason);
    }

    private async Task Unload(ServedModel model, CancellationToken cancellationToken)
    {
        model.Withdraw();
        agent.Notice();
        await Task.Delay(LeasesBegin, time, cancellationToken);
        await model.Close().WaitAsync(cancellationToken);
        enclave.Remove(model);
        await model.DisposeAsync();
        LogUnloaded(model.Id);
    }

    private IReadOnlyList<ModelEntry>? ReadEntries()
    {
        try
        {
            var entries = wanted?.Read();
            _complaint = null;
            return entries;
        }
        catch (SettingsException e)
        {
            if (_complaint != e.Message) LogNotRead(_complaint = e.Message);
            return null;
        }
    }

    [LoggerMessage(1721, LogLevel.Information, "'{Model}' is loaded, with {Bytes} bytes set aside for it.")]
    private partial void LogLoaded(string model, long bytes);

    [LoggerMessage(1722, LogLevel.Error, "'{Model}' was not loaded: {Reason}")]
    private partial void LogNotLoaded(string model, string reason);

    [LoggerMessage(1723, LogLevel.Error, "'{Model}' is not offered: {Reason}")]
    private partial void LogNotOffered(string model, string reason);

    [LoggerMessage(1724, LogLevel.Information, "'{Model}' is unloaded.")]
    private partial void LogUnloaded(string model);

    [LoggerMessage(1725, LogLevel.Warning, "The settings were changed and cannot be used; the models stay as they are. {Reason}")]
    private partial void LogNotRead(string reason);
}
