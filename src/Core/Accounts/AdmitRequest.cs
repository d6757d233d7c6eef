using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>A job that a key with limits wants to open.</summary>
/// <param name="Job">Its id; repeating the request for it changes nothing.</param>
/// <param name="MaxCost">The most it can cost.</param>
/// <param name="Tokens">Prompt and completion tokens at most.</param>
/// <param name="Deadline">When it is over, whatever becomes of it.</param>
[GenerateSerializer, Immutable, Alias("cocoon.admit-request")]
public sealed record AdmitRequest(
    [property: Id(0)] JobId Job,
    [property: Id(1)] Nano MaxCost,
    [property: Id(2)] long Tokens,
    [property: Id(3)] DateTimeOffset Deadline);
