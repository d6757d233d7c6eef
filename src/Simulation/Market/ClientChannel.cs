using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Ton.Crypto;

namespace Cocoon.Simulation.Market;

/// <summary>
/// One channel as its owner's durable memory has it: the jobs it started there, what they cost, and the last voucher it signed.
/// Nothing the market says enters the sum that vouchers cover, only receipts that fit the client's own jobs.
/// </summary>
internal sealed class ClientChannel(AccountAddress address, SigningKey key)
{
    private Nano _charged;
    private Nano _disputed;

    public AccountAddress Address { get; } = address;

    /// <summary>Signs vouchers and agreements.</summary>
    public SigningKey Key { get; set; } = key;

    /// <summary>Jobs of which it does not know yet what they cost, the oldest first.</summary>
    public List<ClientJob> Unsettled { get; } = [];

    /// <summary>The last voucher signed, whether or not the market was seen to take it.</summary>
    public Voucher? Signed { get; set; }

    /// <summary>The last voucher that the market was seen to take.</summary>
    public Voucher? Taken { get; set; }

    /// <summary>The last voucher signed was refused because it is for more than the market has delivered or reserved.</summary>
    public bool IsSignedTooMuch { get; set; }

    /// <summary>Its first deposit counts.</summary>
    public bool IsUsable { get; set; }

    public ChannelEnding Ending { get; set; }

    /// <summary>The key that replaces <see cref="Key"/> once the chain says so; null for none.</summary>
    public SigningKey? NextKey { get; set; }

    /// <summary>The chain shows it closed.</summary>
    public bool IsClosed { get; set; }

    /// <summary>What the owner owes as far as it knows: checked receipts, disputed ones only when it pays under protest.</summary>
    public Nano Owed(bool underProtest) => underProtest ? _charged : _charged - _disputed;

    public bool IsSettled => Unsettled.Count == 0;

    /// <summary>A receipt came, perhaps once more.</summary>
    public void Charge(ClientJob job, Nano charge, bool isDisputed)
    {
        if (job.Charge is { } known)
        {
            _charged -= known;
            if (job.IsDisputed) _disputed -= known;
        }

        (job.Charge, job.IsDisputed) = (charge, isDisputed);
        _charged += charge;
        if (isDisputed) _disputed += charge;
        Unsettled.Remove(job);
    }

    /// <summary>A job cost nothing and never will.</summary>
    public void Free(ClientJob job)
    {
        job.IsFree = true;
        Unsettled.Remove(job);
    }
}
