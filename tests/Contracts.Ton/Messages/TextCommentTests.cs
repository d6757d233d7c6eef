using System.Text;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Tests.Vectors;

namespace Cocoon.Ton.Tests.Messages;

public sealed class TextCommentTests
{
    private static readonly CommentVector[] Vectors = VectorFile.Read<CommentVector[]>("comments");

    [Fact]
    public void Comments_are_written_and_read_as_by_the_reference()
    {
        foreach (var vector in Vectors)
        {
            var body = Boc.ReadBase64(vector.Body);
            TextComment.Create(vector.Text).Should().Be(body, "of {0} characters", vector.Text.Length);
            TextComment.Read(body).Should().Be(new TextComment(vector.Text));

            Snake.Write(new CellBuilder(), Encoding.UTF8.GetBytes(vector.Text)).Should().Be(Boc.ReadBase64(vector.Tail));
            Encoding.UTF8.GetString(Snake.Read(Boc.ReadBase64(vector.Tail).BeginParse())).Should().Be(vector.Text);
        }
        Vectors.Should().HaveCount(10);
    }

    [Fact]
    public void An_encrypted_comment_is_named_but_not_decoded()
    {
        var comment = TextComment.Read(new CellBuilder().StoreUInt(0x2167da4b, 32).StoreBytes(new byte[80]).Build())!;
        (comment.IsEncrypted, comment.Text).Should().Be((true, null));
    }

    [Fact]
    public void Other_bodies_are_no_comments()
    {
        TextComment.Read(Cell.Empty).Should().BeNull();
        TextComment.Read(new CellBuilder().StoreUInt(1, 32).Build()).Should().BeNull();
        TextComment.Read(new CellBuilder().StoreUInt(0, 31).Build()).Should().BeNull();
    }

    public static TheoryData<string, Cell> Damaged => new()
    {
        { "The comment is not UTF-8 text.", new CellBuilder().StoreUInt(0, 32).StoreUInt(0xff, 8).Build() },
        { "Text in cells is made of whole bytes.", new CellBuilder().StoreUInt(0, 33).Build() },
        { "A cell of a text refers to more than the next one.", new CellBuilder().StoreUInt(0, 32).StoreRef(Cell.Empty).StoreRef(Cell.Empty).Build() },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_comment_is_refused_by_name(string message, Cell body) =>
        FluentActions.Invoking(() => TextComment.Read(body)).Should().Throw<CellFormatException>().WithMessage(message);

    [Fact]
    public void Text_that_utf8_cannot_hold_is_refused() =>
        FluentActions.Invoking(() => TextComment.Create("half \ud83d of a pair")).Should().Throw<CellFormatException>().WithMessage("*surrogate*");

    [Fact]
    public void A_text_too_long_for_a_tree_of_cells_is_refused() =>
        FluentActions.Invoking(() => TextComment.Create(new string('x', 200_000))).Should().Throw<CellFormatException>().WithMessage("*1024*");
}
