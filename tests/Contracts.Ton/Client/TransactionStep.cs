namespace Cocoon.Ton.Tests.Client;

/// <summary>The transactions that one message from outside caused, and what they did to balances, in nano by account.</summary>
public sealed record TransactionStep(TransactionStep.TransactionVector[] Transactions, Dictionary<string, long> BalanceChanges)
{
    public sealed record TransactionVector(
        string Account, string Boc, string Hash, ulong Lt, uint Time, long Fees, bool ComputeSucceeded, bool ActionsSucceeded, int ExitCode,
        IncomingVector In, MessageVector[] Out);

    public sealed record IncomingVector(string? Source, string? Destination, long Value, bool Bounced, string BodyHash);

    public sealed record MessageVector(string? Source, string? Destination, long Value, bool Bounced);
}
