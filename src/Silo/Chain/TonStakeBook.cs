using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Grains.Reputation;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Stakes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Chain;

/// <summary>
/// Stakes as the chain shows them, looked at one after the other and again every <see cref="Age"/>. A provider's stake is the
/// contract of the market's terms with the provider as owner, so its address needs no register. What is on its way out, or
/// asked for by a slash, lifts nobody. Thread-safe.
/// </summary>
/// <param name="terms">The market's terms; whose owner is named here does not matter.</param>
/// <param name="client">The chain.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told when the chain cannot be asked.</param>
public sealed partial class TonStakeBook(StakeTerms terms, ITonClient client, TimeProvider time, ILogger<TonStakeBook> logger) : BackgroundService, IStakeBook
{
    /// <summary>Providers in the book; those beyond have no stake for it until others have left.</summary>
    public const int MaxProviders = 10_000;

    /// <summary>How old an entry gets before the chain is asked again, and how long one stays that nobody asks for is twelve times that.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<AccountAddress, Entry> _entries = new();

    public Nano AtStake(AccountAddress provider)
    {
        var now = time.GetUtcNow();
        if (!_entries.TryGetValue(provider, out var entry))
        {
            if (_entries.Count >= MaxProviders) return Nano.Zero;
            entry = _entries.GetOrAdd(provider, new Entry(Nano.Zero, DateTimeOffset.MinValue, now));
        }
        else if (now - entry.AskedAt >= Age) _entries.TryUpdate(provider, entry with { AskedAt = now }, entry);
        return entry.AtStake;
    }

    /// <summary>Asks the chain for all entries that are due, and forgets those that nobody asks for.</summary>
    public async Task Refresh(CancellationToken cancellationToken)
    {
        foreach (var (provider, entry) in _entries)
        {
            var now = time.GetUtcNow();
            if (now - entry.AskedAt >= 12 * Age) _entries.TryRemove(provider, out _);
            else if (entry.SeenAt == DateTimeOffset.MinValue || now - entry.SeenAt >= Age)
            {
                var seen = await Read(provider, cancellationToken);
                _entries.AddOrUpdate(provider, new Entry(seen, now, now), (_, known) => known with { AtStake = seen, SeenAt = now });
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Refresh(stoppingToken);
            }
            catch (Exception e) when (e is TonClientException or CellFormatException or HttpRequestException or TimeoutException)
            {
                // What was seen last counts on; the next round asks again.
                LogNotSeen(e.GetType().Name, e.Message);
            }
        }
    }

    private async Task<Nano> Read(AccountAddress provider, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(StakeContract.Init(terms with { Owner = provider }).GetAddress(), cancellationToken);
        if (account is not { Code: { } code, Data: { } data } || StakeContract.Read(code, data) is not { } stake) return Nano.Zero;
        return Nano.Max(Nano.Zero, stake.Staked - (stake.Slash?.Amount ?? Nano.Zero));
    }

    [LoggerMessage(1661, LogLevel.Warning, "The stakes of providers could not be looked at ({Error}): {Reason} Those seen before count on.")]
    private partial void LogNotSeen(string error, string reason);

    private sealed record Entry(Nano AtStake, DateTimeOffset SeenAt, DateTimeOffset AskedAt);
}
