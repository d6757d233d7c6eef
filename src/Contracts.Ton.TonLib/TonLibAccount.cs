namespace Cocoon.Ton.TonLib;

/// <summary>tonlib's raw.fullAccountState. Balance is -1 for an account that was never used; texts are empty for "none".</summary>
public sealed record TonLibAccount(long Balance, string Code, string Data, long LastLt, string LastHash, string FrozenHash, long SyncTime);
