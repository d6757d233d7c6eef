using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Reputation;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cocoon.Grains.Reputation;

/// <summary>
/// Thin shell over <see cref="EpochsState"/>. An epoch is written down before its hash is handed to the first settlement
/// shard, which owns the wallet, and handed to it again until the chain has it for good. Scores are read from the market's
/// indexes, not from providers' twins. Limits: <see cref="Epoch.MaxLines"/>, <see cref="EpochsState.MaxEpochs"/>.
/// </summary>
[GrainType("epoch")]
public sealed partial class EpochGrain(
    [PersistentState("epochs", Stores.Ledger)] IPersistentState<EpochsState> record,
    MarketParameters market,
    TimeProvider time,
    ILogger<EpochGrain> logger) : StateMachineGrain<EpochsState>(record, time), IEpochGrain, IRemindable
{
    private const string Reminder = "close";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    /// <summary>After a start, indexes fill up by announcements before an epoch is closed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _activatedAt = time.GetUtcNow();

    private TimeSpan Length => TimeSpan.FromSeconds(market.Incentives.EpochSeconds);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Length > TimeSpan.Zero) this.RegisterGrainTimer(static (epochs, _) => epochs.OnTick(), this, new GrainTimerCreationOptions { DueTime = Tick, Period = Tick });
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task Wake()
    {
        if (Length > TimeSpan.Zero) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
    }

    public async Task<ImmutableList<Epoch>> Epochs()
    {
        await Refresh();
        return [.. State.Epochs.Reverse().Select(Bare)];
    }

    public async Task<ProvenScores?> Prove(AccountAddress provider)
    {
        await Refresh();
        var found = State.Epochs.FindLast(epoch => epoch.Lines.Exists(line => line.Provider == provider));
        return found is null ? null : new ProvenScores(Bare(found), found.Header(), found.Proofs(provider));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (Length > TimeSpan.Zero) await OnTick();
        else if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
    }

    private async Task OnTick()
    {
        try
        {
            await Refresh();
            if (Time.GetUtcNow() - _activatedAt >= Patience && State.IsDue(Length, Time.GetUtcNow())) await Close();
            await Anchor();
        }
        catch (Exception e) when (e is not InvariantViolationException and not InconsistentStateException)
        {
            // A neighbour is away; nothing is lost, and the next tick goes on.
            LogFailed(e.GetType().Name, e.Message);
        }
    }

    public async Task<Epoch> Close()
    {
        if (Length <= TimeSpan.Zero) throw new RefusedException(RefusalCode.RequestRefused, "The registry's rules have no epochs: their length is zero.");
        var lines = new List<EpochLine>();
        foreach (var model in market.Models.Keys)
            lines.AddRange((await GrainFactory.Market(model).Snapshot())
                .Where(offer => offer.Reputation is not null).Select(offer => new EpochLine(offer.Provider, model, offer.Reputation!.Value)));
        var now = Time.GetUtcNow();
        var epoch = Epoch.Close(State.NextNumber(Length, now), now, market.NetworkId, market.Registry, lines);
        await Commit(state => state.Closed(epoch));
        LogClosed(epoch.Number, epoch.Count, epoch.Root.ToString());
        return Bare(epoch);
    }

    private async Task Anchor()
    {
        if (State.ToAnchor() is not { } epoch) return;
        var transaction = await GrainFactory.Settlement(0).Anchor(epoch.Number, epoch.Root);
        if (!transaction.IsEmpty) await Commit(state => state.Anchored(epoch.Number, transaction));
    }

    private static Epoch Bare(Epoch epoch) => epoch with { Lines = [] };

    [LoggerMessage(1451, LogLevel.Information, "Epoch {Epoch} is closed: {Lines} scores, hash {Root}.")]
    private partial void LogClosed(long epoch, int lines, string root);

    [LoggerMessage(1452, LogLevel.Warning, "The epoch could not be closed or put on chain ({Error}): {Reason} Trying again.")]
    private partial void LogFailed(string error, string reason);
}
