using System.Diagnostics;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Cells;

public sealed class BagTests
{
    /// <summary>Far above what any input here takes; an input that hangs takes longer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<BagVector> Bags => [.. VectorFile.Read<BagVector[]>("bags")];

    [Theory]
    [MemberData(nameof(Bags))]
    public void Every_form_of_bag_is_read(BagVector bag)
    {
        var roots = Boc.ReadRoots(bag.Bytes);
        roots.Select(root => root.HashHex()).Should().Equal(bag.Roots);
        roots[0].Depth.Should().Be(bag.Depth);
        Boc.Read(Boc.Write(roots[0])).HashHex().Should().Be(bag.Roots[0]);
    }

    [Fact]
    public void Proofs_are_read_and_written_again_and_wrong_ones_are_not()
    {
        foreach (var proof in VectorFile.Read<string[]>("proofs"))
        {
            var cell = Boc.ReadBase64(proof);
            Boc.Read(Boc.Write(cell)).Should().Be(cell);
        }
    }

    [Fact]
    public void Bags_are_written_byte_for_byte_as_by_the_reference()
    {
        var checkedForms = 0;
        foreach (var bag in VectorFile.Read<BagVector[]>("bags").Where(bag => bag.Form.StartsWith("@ton/core", StringComparison.Ordinal)))
        {
            var options = new BocOptions { WithIndex = bag.Form.Contains("idx true"), WithChecksum = bag.Form.Contains("crc true") };
            Boc.Write([Boc.Read(bag.Bytes)], options).Should().Equal(bag.Bytes, bag.Form);
            checkedForms++;
        }
        checkedForms.Should().Be(4);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Several_roots_are_written_and_share_their_cells(bool index, bool checksum)
    {
        var roots = Boc.ReadRoots(VectorFile.Read<BagVector[]>("bags").First(bag => bag.Roots.Length == 2).Bytes);
        var written = Boc.Write([.. roots, roots[0]], new BocOptions { WithIndex = index, WithChecksum = checksum });
        var read = Boc.ReadRoots(written);
        read.Should().Equal([.. roots, roots[0]]);
        read[2].Should().BeSameAs(read[0]);
    }

    [Fact]
    public void A_wrong_index_is_noticed()
    {
        var bytes = Boc.Write([new CellBuilder().StoreRef(Cell.Empty).Build()], new BocOptions { WithIndex = true, WithChecksum = false });
        bytes[11]++; // magic 4, flags 1, offset size 1, cells, roots, absent, data size, root 1 each: the first entry
        Refused(() => Boc.Read(bytes)).Should().Be("The index of a bag of cells is wrong.");
    }

    [Fact]
    public void A_bag_with_two_roots_is_no_single_cell()
    {
        var two = VectorFile.Read<BagVector[]>("bags").First(bag => bag.Roots.Length == 2);
        Refused(() => Boc.Read(two.Bytes)).Should().Be("Expected a bag with one root, found 2.");
    }

    [Theory]
    [MemberData(nameof(Bags))]
    public void A_bag_cut_off_anywhere_is_refused(BagVector bag)
    {
        for (var length = 0; length < bag.Bytes.Length; length++) Refused(() => Boc.ReadRoots(bag.Bytes.AsSpan(0, length)));
    }

    [Theory]
    [MemberData(nameof(Bags))]
    public void A_bag_with_any_bit_flipped_is_read_or_refused(BagVector bag)
    {
        var clock = Stopwatch.StartNew();
        for (var bit = 0; bit < bag.Bytes.Length * 8; bit++)
        {
            var bytes = bag.Bytes;
            bytes[bit / 8] ^= (byte)(1 << bit % 8);
            if (Record.Exception(() => Boc.ReadRoots(bytes)) is { } error) error.Should().BeOfType<CellFormatException>("bit {0} is flipped", bit);
        }
        clock.Elapsed.Should().BeLessThan(Patience);
    }

    [Fact]
    public void A_checksum_notices_every_flipped_bit()
    {
        var bytes = Boc.Write(new CellBuilder().StoreUInt(42, 32).StoreRef(Cell.Empty).Build());
        for (var bit = 40; bit < bytes.Length * 8; bit++) // the magic and the flags decide whether there is a checksum at all
        {
            var changed = bytes.ToArray();
            changed[bit / 8] ^= (byte)(1 << bit % 8);
            Refused(() => Boc.ReadRoots(changed));
        }
    }

    [Fact]
    public void Random_bytes_behind_a_good_beginning_are_read_or_refused()
    {
        var random = new Random(1);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(4, 80)];
            random.NextBytes(bytes);
            Convert.FromHexString("b5ee9c72").CopyTo(bytes, 0);
            if (bytes.Length > 6) (bytes[4], bytes[5]) = ((byte)random.Next(1, 5), (byte)random.Next(1, 9));
            if (Record.Exception(() => Boc.ReadRoots(bytes)) is { } error) error.Should().BeOfType<CellFormatException>(Convert.ToHexStringLower(bytes));
        }
        clock.Elapsed.Should().BeLessThan(Patience);
    }

    /// <summary>Generic bags by hand: magic, flags with reference size, offset size, cells, roots, absent, data size, roots, data.</summary>
    [Theory]
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0100 00", "A cell refers backward or outside the bag.")] // to itself
    [InlineData("b5ee9c72 01 01 02 01 00 06 00 0100 01 0100 00", "A cell refers backward or outside the bag.")] // a cycle of two
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0100 05", "A cell refers backward or outside the bag.")]
    [InlineData("b5ee9c72 01 01 01 01 00 02 01 0000", "A root lies outside the bag.")]
    [InlineData("b5ee9c72 04 01 00000001 00000001 00000000 02 80000000 0000", "A root lies outside the bag.")]
    [InlineData("b5ee9c72 04 01 00000001 00000001 00000000 02 ffffffff 0000", "A root lies outside the bag.")]
    [InlineData("b5ee9c72 04 01 ffffffff 00000001 00000000 02 00000000 0000", "A bag of cells is too short for 4294967295 cells.")]
    [InlineData("b5ee9c72 04 01 00000001 ffffffff 00000000 02 00000000 0000", "A bag of cells is too short for 4294967295 roots.")]
    [InlineData("b5ee9c72 01 01 01 02 00 02 00 00 0000", "A bag of 1 cells cannot have 2 roots.")]
    [InlineData("b5ee9c72 01 01 01 00 00 02 0000", "A bag of 1 cells cannot have 0 roots.")]
    [InlineData("b5ee9c72 01 01 00 00 00 02 0000", "A bag of 0 cells cannot have 0 roots.")]
    [InlineData("b5ee9c72 01 01 01 01 01 02 00 0000", "Bags with absent cells are not supported.")]
    [InlineData("b5ee9c72 01 08 01 01 00 ffffffffffffffff 00 0000", "A bag of cells is truncated.")]
    [InlineData("b5ee9c72 01 08 01 01 00 8000000000000000 00 0000", "A bag of cells is truncated.")]
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0000 00", "A bag of cells has bytes left over.")]
    [InlineData("b5ee9c72 05 01 01 01 00 02 00 0000", "A bag of cells has references of 1 to 4 bytes, not 5.")]
    [InlineData("b5ee9c72 00 01 01 01 00 02 00 0000", "A bag of cells has references of 1 to 4 bytes, not 0.")]
    [InlineData("b5ee9c72 01 09 01 01 00 02 00 0000", "A bag of cells has offsets of 1 to 8 bytes, not 9.")]
    [InlineData("b5ee9c72 01 01 01 01 00 02 00 0500", "A cell has too many references.")]
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0001 00", "A cell lacks its completion tag.")]
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0801 c0", "An exotic cell lacks its type.")]
    [InlineData("b5ee9c72 01 01 01 01 00 03 00 0802 c0", "No exotic cell has type 192.")]
    [InlineData("b5ee9c72 01 01 01 01 00 02 00 0800", "An exotic cell lacks its type.")]
    [InlineData("b5ee9c72 01 01 01 01 00 04 00 0804 0200", "A cell of type LibraryReference has 264 bits and 0 references, not 16 and 0.")]
    [InlineData("b5ee9c72 01 01 01 01 00 04 00 0804 0100", "A pruned branch has a level of 1 to 3.")]
    [InlineData("b5ee9c72 01 01 01 01 00 02 00 2000", "A cell states another level than its content has.")]
    [InlineData("b5ee9c72 11 01 01 01 00 02 00 0000", "A bag of cells has unknown flags.")]
    [InlineData("b5ee9c72 21 01 01 01 00 02 00 0000", "A bag of cells has unknown flags.")]
    [InlineData("68ff65f3 01 01 02 02 00 04 0204 0000 0000", "A bag of this form has one root.")]
    [InlineData("00000000", "Not a bag of cells: unknown first four bytes.")]
    [InlineData("", "A bag of cells is truncated.")]
    public void A_bag_that_lies_is_refused_by_name(string hex, string message) =>
        Refused(() => Boc.ReadRoots(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)))).Should().Be(message);

    [Fact]
    public void A_chain_of_cells_longer_than_the_deepest_tree_is_refused_without_recursion()
    {
        const int Cells = 60_000;
        byte[] header = [.. Convert.FromHexString("b5ee9c720203"), .. Big(Cells, 2), .. Big(1, 2), .. Big(0, 2), .. Big(Cells * 4 - 2, 3), .. Big(0, 2)];
        var chain = Enumerable.Range(1, Cells - 1).SelectMany(child => (byte[])[1, 0, .. Big(child, 2)]);
        Refused(() => Boc.ReadRoots([.. header, .. chain, 0, 0])).Should().Be("Cells are nested deeper than 1024.");
    }

    [Fact]
    public void A_tree_with_more_paths_than_atoms_is_written_once_per_cell()
    {
        var cell = Cell.Empty;
        for (var i = 0; i < 500; i++) cell = new CellBuilder().StoreRef(cell).StoreRef(cell).StoreRef(cell).StoreRef(cell).Build();
        var bytes = Boc.Write(cell);
        bytes.Length.Should().BeLessThan(10_000);
        Boc.Read(bytes).Should().Be(cell);
    }

    [Fact]
    public void Bags_have_a_largest_size()
    {
        Refused(() => Boc.ReadRoots(new byte[Boc.MaxBytes + 1])).Should().Be("A bag of cells has at most 16777216 bytes.");
    }

    [Theory]
    [InlineData("*")]
    [InlineData("te6cc")]
    public void Text_that_is_no_base64_is_refused(string text) => Refused(() => Boc.ReadBase64(text)).Should().Be("A bag of cells is not valid base64.");

    private static byte[] Big(int value, int size) => BitConverter.GetBytes(value).Take(size).Reverse().ToArray();

    private static string Refused(Func<object> read) => read.Should().ThrowExactly<CellFormatException>().Which.Message;
}
