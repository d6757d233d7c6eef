namespace Cocoon.Ton.Tests.Cells;

public sealed record ProofVectors(string Root, string RootHash, ProofVectors.KeyProof[] Proofs, ProofVectors.LevelCell[] Cells)
{
    public sealed record KeyProof(uint Key, ulong Value, string Proof, string ProofHash);

    public sealed record LevelCell(string Boc, string Hash, int Depth, int Level, string[] Hashes, int[] Depths);
}
