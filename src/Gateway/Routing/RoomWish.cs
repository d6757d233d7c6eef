using Cocoon.Core.Accounts;
using Cocoon.Core.Market;

namespace Cocoon.Gateway.Routing;

/// <summary>What a request wants of the waiting room.</summary>
/// <param name="Model">A model that the registry lists.</param>
/// <param name="Account">Who asks; accounts take turns.</param>
/// <param name="Query">What suits.</param>
/// <param name="Priority">More comes first among the account's own.</param>
/// <param name="Deadline">When its job has to be over.</param>
internal sealed record RoomWish(string Model, AccountAddress Account, RouteQuery Query, int Priority, DateTimeOffset Deadline)
{
    /// <summary>Whether it waits at all, or takes a slot that is free now.</summary>
    public bool Waits { get; init; } = true;
}
