namespace Cocoon.Client.Tests.Api;

public sealed class PublicApiTests
{
    /// <summary>What others compile against changes on purpose only: the change of the file shows it to reviewers.</summary>
    [Fact]
    public void The_public_api_is_what_its_file_says()
    {
        var now = ApiListing.Of(typeof(CocoonClient).Assembly);
        var actual = Path.Combine(AppContext.BaseDirectory, "PublicApi.actual.txt");
        File.WriteAllLines(actual, now);

        now.Should().Equal(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicApi.txt")),
            "a change on purpose goes into src/Client/PublicApi.txt as well; the new listing is {0}", actual);
    }

    [Fact]
    public void Every_public_type_is_documented()
    {
        var assembly = typeof(CocoonClient).Assembly;
        var docs = File.ReadAllText(Path.ChangeExtension(assembly.Location, ".xml"));

        assembly.GetExportedTypes().Where(type => !docs.Contains($"\"T:{type.FullName!.Replace('+', '.')}\"", StringComparison.Ordinal)).Should().BeEmpty();
    }
}
