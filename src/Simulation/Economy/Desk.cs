using Cocoon.Core.Market;

namespace Cocoon.Simulation.Economy;

/// <summary>
/// One model as one gateway's router sees it: the product's table and health. The market's news come once a snapshot, this
/// router's own jobs at once. Loads are told in place, which makes what a new table would say (a test compares the two);
/// prices, speeds and standings are put into a new table only every <see cref="Rebuilt"/>, or when a provider is thrown out.
/// </summary>
internal sealed class Desk
{
    /// <summary>How often what is not load is read anew.</summary>
    public const long Rebuilt = 2 * Habits.Minute;

    /// <summary>Places in line for a model, of which one account gets a quarter.</summary>
    private const int MostWaiting = 1_000;

    /// <summary>A provider is thrown out with a new table so soon at best.</summary>
    private const long LeastAge = Habits.Second / 2;

    private readonly ModelLine _line;
    private readonly long _period;
    private readonly long _phase;
    private readonly int[] _seen;
    private readonly int[] _own;
    private readonly ProviderHealth[] _health;
    private readonly RoutableOffer[] _offers;
    private long _synced;
    private long _builtAt;
    private bool _isUrgent;
    private bool _isOld;

    /// <param name="line">The model.</param>
    /// <param name="gateway">Which gateway.</param>
    /// <param name="period">Ticks between snapshots.</param>
    /// <param name="phase">Ticks after the full period at which this gateway's come.</param>
    public Desk(ModelLine line, int gateway, long period, long phase)
    {
        (_line, Gateway, _period, _phase) = (line, gateway, period, phase);
        var count = line.Sellers.Length;
        (_seen, _own) = (new int[count], new int[count]);
        _offers = Array.ConvertAll(line.Sellers, static seller => seller.Announced);
        _health = new ProviderHealth[count];
        Array.Fill(_health, ProviderHealth.Unknown);
        Table = Build(0);
    }

    public int Gateway { get; }

    /// <summary>How many of the line's changes it has read.</summary>
    public int Read { get; set; }

    public OfferTable Table { get; private set; }

    /// <summary>Jobs that found no slot.</summary>
    public FairQueue<int> Waiting { get; } = new(MostWaiting, MostWaiting / 4);

    public bool IsDraining { get; set; }

    /// <summary>An offer as the newest snapshot has it.</summary>
    public RoutableOffer Offer(int row) => _offers[row];

    public ProviderHealth Health(int row) => _health[row];

    /// <summary>The first snapshot after this time.</summary>
    public long NextSnapshot(long now) => Last(now) + _period;

    /// <summary>Takes in what the newest snapshot before <paramref name="now"/> says. To be called before anything else.</summary>
    public void Sync(long now)
    {
        var last = Last(now);
        if (last <= _synced) return;
        _synced = last;
        var changes = _line.Changes;
        while (Read < changes.Length && changes[Read].Time <= last)
        {
            var change = changes[Read++];
            _seen[change.Row] = change.InUse;
            if (change.Announced is { } announced)
            {
                // A machine that went or came is no matter of prices: it counts at once.
                _isUrgent |= announced.FreshUntil != _offers[change.Row].FreshUntil;
                (_offers[change.Row], _isOld) = (announced, true);
            }

            Table.Tell(change.Row, change.InUse);
        }

        if ((_isUrgent && last - _builtAt >= LeastAge) || (_isOld && last - _builtAt >= Rebuilt)) Table = Build(last);
    }

    public void Took(int row)
    {
        _own[row]++;
        Table.Took(row);
    }

    public void Gave(int row)
    {
        _own[row]--;
        Table.Gave(row);
    }

    /// <summary>It had no slot: taken to be full until there is news of it.</summary>
    public void Refused(int row)
    {
        _seen[row] = _offers[row].Offer.Slots;
        Table.Refused(row);
    }

    public void Succeeded(int row, double firstTokenMs, double? tokensPerSecond) => _health[row] = _health[row].Succeeded(firstTokenMs, tokensPerSecond);

    /// <summary>The provider failed: it is out with the next table.</summary>
    public void Failed(int row, DateTimeOffset now)
    {
        _health[row] = _health[row].Failed(now);
        _isUrgent = true;
    }

    /// <summary>Slots in use as the market told it, and jobs of this router there.</summary>
    internal (int Told, int Own) Known(int row) => (_seen[row], _own[row]);

    private long Last(long now) => (now - _phase + _period) / _period * _period + _phase - _period;

    private OfferTable Build(long last)
    {
        (_builtAt, _isUrgent, _isOld) = (last, false, false);
        var row = 0;
        // Offers are told in the order of their rows, and none twice.
        Table = OfferTable.Build(_offers, _ => _health[row].Sight(_own[row++]), MarketRun.TimeOf(last));
        for (row = 0; row < _offers.Length; row++) Table.Tell(row, _seen[row]);
        return Table;
    }
}
