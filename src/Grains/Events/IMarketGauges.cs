using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Events;

/// <summary>
/// Where grains show how full things are now and then. Optional, like <see cref="IMarketEvents"/>; what is not shown again
/// for minutes counts as gone, since its grain may live on another machine by then.
/// </summary>
/// <remarks>Thread-safe; neither waits nor throws.</remarks>
public interface IMarketGauges
{
    /// <param name="channel">A channel with a live grain.</param>
    /// <param name="exposure">Work done and running that no voucher covers.</param>
    /// <param name="creditCap">The most that may become.</param>
    /// <param name="oldestReceipt">When the oldest receipt ended that settlement has not taken; null for none.</param>
    void Channel(AccountAddress channel, Nano exposure, Nano creditCap, DateTimeOffset? oldestReceipt);

    /// <param name="shard">A settlement shard.</param>
    /// <param name="pending">Its receipts that are not final on chain.</param>
    /// <param name="owed">Pay of its providers that is not final on chain.</param>
    /// <param name="differences">Where its books and the chain differ.</param>
    /// <param name="oldestReceipt">When the oldest of those receipts ended; null for none.</param>
    void Settlement(int shard, int pending, Nano owed, int differences, DateTimeOffset? oldestReceipt);

    /// <param name="model">A model with a live index.</param>
    /// <param name="offers">Providers that offer it.</param>
    /// <param name="freeSlots">Jobs that they could take now.</param>
    void Offers(string model, int offers, int freeSlots);

    /// <param name="provider">A registered provider.</param>
    /// <param name="tier">The tier of its appraisal.</param>
    /// <param name="validUntil">When the appraisal ends.</param>
    void Appraisal(AccountAddress provider, string tier, DateTimeOffset validUntil);
}
