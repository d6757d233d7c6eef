using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Tests.Receipts;

public sealed class MerkleTreeTests
{
    /// <summary>The eight inputs of the certificate-transparency reference tests, and the roots over the first n of them.</summary>
    private static readonly HexBytes[] Inputs =
    [
        default, HexBytes.Parse("00"), HexBytes.Parse("10"), HexBytes.Parse("2021"), HexBytes.Parse("3031"),
        HexBytes.Parse("40414243"), HexBytes.Parse("5051525354555657"), HexBytes.Parse("606162636465666768696a6b6c6d6e6f"),
    ];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_rfc_6962()
    {
        for (var count = 0; count <= Inputs.Length; count++)
            MerkleTree.Root(Inputs[..count]).ToString().Should().Be(Roots[count], "that is the root of the first {0} inputs", count);
    }

    [Fact]
    public void Every_leaf_of_every_tree_can_be_proven_and_nothing_else()
    {
        for (var count = 1; count <= 40; count++)
        {
            var leaves = Enumerable.Range(0, count).Select(i => new HexBytes(SHA256.HashData([(byte)i]))).ToArray();
            var root = MerkleTree.Root(leaves);
            for (var index = 0; index < count; index++)
            {
                var proof = MerkleTree.Proof(leaves, index);
                MerkleTree.Verify(leaves[index], index, count, proof, root).Should().BeTrue();
                MerkleTree.Verify(Samples.Bytes(99), index, count, proof, root).Should().BeFalse();
                MerkleTree.Verify(leaves[index], index, count, [.. proof, leaves[0]], root).Should().BeFalse("a proof has no spare hashes");
                if (count > 1) MerkleTree.Verify(leaves[index], (index + 1) % count, count, proof, root).Should().BeFalse();
            }
        }
    }

    [Fact]
    public void A_node_cannot_pass_for_a_leaf()
    {
        HexBytes[] leaves = [Samples.Bytes(1), Samples.Bytes(2)];
        var node = new HexBytes([.. SHA256.HashData([0, .. leaves[0].ToArray()]), .. SHA256.HashData([0, .. leaves[1].ToArray()])]);

        MerkleTree.Root([node]).Should().NotBe(MerkleTree.Root(leaves));
    }
}
