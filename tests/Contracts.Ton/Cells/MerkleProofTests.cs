using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Cells;

public sealed class MerkleProofTests
{
    private static readonly ProofVectors Vectors = VectorFile.Read<ProofVectors>("proofs-read");
    private static readonly HashmapKey<ulong> Key = HashmapKey.UInt(32);
    private static readonly CellCodec<ulong> Value = CellCodecs.UInt(64);
    private static readonly byte[] RootHash = Convert.FromHexString(Vectors.RootHash);

    [Fact]
    public void Exotic_cells_have_the_hash_and_depth_of_the_reference_at_every_level()
    {
        foreach (var vector in Vectors.Cells)
        {
            var cell = Boc.ReadBase64(vector.Boc);
            (cell.HashHex(), cell.Depth, cell.Level).Should().Be((vector.Hash, vector.Depth, vector.Level));
            for (var level = 0; level <= Cell.MaxLevel; level++)
            {
                Convert.ToHexStringLower(cell.HashAt(level)).Should().Be(vector.Hashes[level]);
                cell.DepthAt(level).Should().Be(vector.Depths[level]);
            }
            Boc.Read(Boc.Write(cell)).Should().Be(cell);
        }
        Vectors.Cells.Select(vector => vector.Level).Distinct().Should().BeEquivalentTo([0, 1, 2, 3]);
    }

    [Fact]
    public void A_proof_lets_its_key_be_read_and_hides_the_others()
    {
        foreach (var vector in Vectors.Proofs)
        {
            var tree = MerkleProof.Open(Boc.ReadBase64(vector.Proof), RootHash);

            Hashmap<ulong, ulong>.TryFind(tree, Key, Value, vector.Key, out var value).Should().BeTrue();
            value.Should().Be(vector.Value);

            var other = Vectors.Proofs.First(candidate => candidate.Key != vector.Key).Key;
            FluentActions.Invoking(() => Hashmap<ulong, ulong>.TryFind(tree, Key, Value, other, out _))
                .Should().Throw<CellFormatException>().WithMessage("This part is pruned: the proof does not contain it.");
            FluentActions.Invoking(() => Hashmap<ulong, ulong>.Load(tree, Key, Value)).Should().Throw<CellFormatException>().WithMessage("*pruned*");
        }
    }

    [Fact]
    public void A_proof_is_made_as_by_the_reference()
    {
        var root = Boc.ReadBase64(Vectors.Root);
        foreach (var vector in Vectors.Proofs)
        {
            var way = Boc.ReadBase64(vector.Proof).Refs[0];
            var kept = new HashSet<string>();
            Collect(way, kept);
            MerkleProof.Create(root, cell => kept.Contains(cell.HashHex())).HashHex().Should().Be(vector.ProofHash);
        }
    }

    [Fact]
    public void A_proof_of_another_tree_is_refused()
    {
        var proof = Boc.ReadBase64(Vectors.Proofs[0].Proof);
        Refused(() => MerkleProof.Open(proof, new byte[32])).Should().Be("The Merkle proof is of another tree: its hash is not the trusted one.");
        Refused(() => MerkleProof.Open(proof.Refs[0], RootHash)).Should().Be("Expected a Merkle proof, found a cell of type Ordinary.");
    }

    [Fact]
    public void A_changed_bit_anywhere_in_a_proof_is_noticed()
    {
        var bytes = Boc.Write([Boc.ReadBase64(Vectors.Proofs[0].Proof)], new BocOptions { WithChecksum = false });
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            // What still reads as a proof of the trusted tree holds the same answer.
            var opened = Record.Exception(() =>
            {
                var tree = MerkleProof.Open(Boc.Read(changed), RootHash);
                Hashmap<ulong, ulong>.TryFind(tree, Key, Value, Vectors.Proofs[0].Key, out var value).Should().BeTrue();
                value.Should().Be(Vectors.Proofs[0].Value);
            });
            if (opened is not null) opened.Should().BeOfType<CellFormatException>("bit {0}", bit);
        }
    }

    [Fact]
    public void A_proof_that_states_another_depth_than_its_content_has_is_refused()
    {
        var content = new CellBuilder().StoreRef(Cell.Empty).Build();
        Refused(() => new CellBuilder().StoreUInt(3, 8).StoreBytes(content.Hash).StoreUInt(2, 16).StoreRef(content).BuildExotic())
            .Should().Be("A Merkle proof or update states another hash or depth than its content has.");
    }

    [Fact]
    public void Exotic_cells_are_read_raw_only()
    {
        var library = new CellBuilder().StoreUInt(2, 8).StoreBytes(new byte[32]).BuildExotic();
        Refused(() => library.BeginParse()).Should().StartWith("This is a reference to a library");
        Refused(() => Boc.ReadBase64(Vectors.Proofs[0].Proof).BeginParse()).Should().StartWith("This is a Merkle proof");
        library.BeginParseRaw().LoadUInt(8).Should().Be(2);
        Refused(() => new CellBuilder().StoreCell(library)).Should().Be("An exotic cell cannot be stored inline.");
    }

    private static void Collect(Cell cell, HashSet<string> kept)
    {
        if (cell.IsExotic) return;
        kept.Add(Convert.ToHexStringLower(cell.HashAt(0)));
        foreach (var child in cell.Refs) Collect(child, kept);
    }

    private static string Refused(Func<object> read) => read.Should().ThrowExactly<CellFormatException>().Which.Message;
}
