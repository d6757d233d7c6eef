namespace Cocoon.Client.Receipts;

/// <summary>One thing that was looked at in a receipt file.</summary>
/// <param name="What">What was looked at.</param>
/// <param name="Holds">Whether it is as it should be; null when it cannot be told from what is at hand.</param>
/// <param name="Detail">What was found.</param>
public sealed record ReceiptFinding(string What, bool? Holds, string Detail);
