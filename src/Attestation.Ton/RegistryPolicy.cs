using Cocoon.Attestation.Policy;
using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Ton;

/// <summary>
/// The market's policy: the rules of the policy file, and of its images those that the registry contract lists now. The
/// network is the chain's own, so that no file lets simulated evidence onto mainnet. While the chain cannot be asked the last
/// good state counts for a bounded time; then everything is denied. Thread-safe.
/// </summary>
public sealed partial class RegistryPolicy : IPolicySource
{
    private readonly Lock _gate = new();
    private readonly IPolicySource _file;
    private readonly IRegistryReader _reader;
    private readonly RegistryPolicyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private RegistryReading? _reading;
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;
    private DateTimeOffset _triedAt = DateTimeOffset.MinValue;
    private Task? _refresh;
    private PolicyDocument? _current;
    private string _denied = "";

    /// <param name="file">The rules, and names and measurements of images.</param>
    /// <param name="reader">The registry.</param>
    /// <param name="options">Ages.</param>
    /// <param name="time">The clock of ages and waits.</param>
    /// <param name="log">Is told of failures and of denying.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public RegistryPolicy(IPolicySource file, IRegistryReader reader, RegistryPolicyOptions options, TimeProvider time, ILogger<RegistryPolicy> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_file, _reader, _options, _time, _log) = (file, reader, options, time, log);
    }

    /// <summary>The policy in force; the same object until it changes.</summary>
    public async Task<PolicyDocument> Current(CancellationToken cancellationToken = default)
    {
        var file = await _file.Current(cancellationToken);
        if (BeginRefresh() is { } refresh) await Wait(refresh, cancellationToken);
        lock (_gate)
        {
            var next = Compose(file);
            if (_current is null || _current.Hash() != next.Hash()) _current = next;
            return _current;
        }
    }

    /// <returns>A reading to wait for; null when what is at hand is young enough, or when one has just failed.</returns>
    private Task? BeginRefresh()
    {
        TaskCompletionSource mine;
        bool isUrgent;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            var age = now - _readAt;
            isUrgent = age >= _options.MaxAge;
            if (age < _options.MaxAge / 2) return null;
            if (_refresh is { } running) return isUrgent ? running : null;
            if (now - _triedAt < _options.MaxAge / 4) return null;
            _triedAt = now;
            mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _refresh = mine.Task;
        }
        _ = Refresh(mine);
        return isUrgent ? mine.Task : null;
    }

    private async Task Refresh(TaskCompletionSource done)
    {
        RegistryReading? reading = null;
        try
        {
            reading = await _reader.Read(CancellationToken.None);
        }
#pragma warning disable CA1031 // Whatever keeps the registry from being read, verdicts go on with the last good state while it counts.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogUnread(_log, e.Message);
        }
        lock (_gate)
        {
            if (reading is not null) (_reading, _readAt) = (reading, _time.GetUtcNow());
            _refresh = null;
        }
        done.SetResult();
    }

    private async Task Wait(Task refresh, CancellationToken cancellationToken)
    {
        try
        {
            await refresh.WaitAsync(_options.MaxWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            LogSlow(_log, _options.MaxWait);
        }
    }

    private PolicyDocument Compose(PolicyDocument file)
    {
        var why = WhyDeny(file);
        if (why != _denied && why.Length > 0) LogDenied(_log, why);
        _denied = why;
        return why.Length == 0
            ? file with { NetworkId = _reading!.ChainNetworkId, Images = RegistryImages.Listed(file.Images, _reading.Registry) }
            : file with { NetworkId = _reading?.ChainNetworkId ?? file.NetworkId, Images = [], AllowSimulated = false, AllowOpen = false };
    }

    private string WhyDeny(PolicyDocument file)
    {
        if (_reading is not { } reading) return "The registry has not been read yet.";
        if (_time.GetUtcNow() - _readAt > _options.KeepFor) return $"The registry could not be read for more than {_options.KeepFor}.";
        if (reading.Registry.NetworkId != reading.ChainNetworkId) return $"The registry is for network {reading.Registry.NetworkId}, the chain is {reading.ChainNetworkId}. Configure the registry of this chain.";
        return file.NetworkId == reading.ChainNetworkId ? "" : $"The policy file is for network {file.NetworkId}, the chain is {reading.ChainNetworkId}. Put the policy of this network there.";
    }

    [LoggerMessage(EventId = 3021, Level = LogLevel.Warning, Message = "The registry could not be read: {Reason}")]
    private static partial void LogUnread(ILogger log, string reason);

    [LoggerMessage(EventId = 3022, Level = LogLevel.Warning, Message = "The registry was not read within {Limit}; its last good state counts meanwhile.")]
    private static partial void LogSlow(ILogger log, TimeSpan limit);

    [LoggerMessage(EventId = 3023, Level = LogLevel.Error, Message = "No machine is accepted: {Reason}")]
    private static partial void LogDenied(ILogger log, string reason);
}
