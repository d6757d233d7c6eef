namespace Cocoon.Ton.TonLib;

/// <summary>tonlib's blocks.masterchainInfo; hashes in base64.</summary>
public sealed record TonLibBlock(int Workchain, long Shard, long Seqno, string RootHash, string FileHash, string StateRootHash);
