using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Inspection;

namespace Cocoon.Attestation.Tests.Inspection;

public sealed class CollateralFolderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-collateral-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(CollateralKind.SnpCrl, "milan", ".der")]
    [InlineData(CollateralKind.SnpAuthorities, "milan/vlek", ".pem")]
    [InlineData(CollateralKind.TdxQeIdentity, "", ".json")]
    [InlineData(CollateralKind.JsonWebKeys, "https://a.wus.attest.azure.net", ".json")]
    public void A_file_is_the_document_that_its_name_says(CollateralKind kind, string id, string ending)
    {
        var key = new CollateralKey(kind, id);
        File.WriteAllBytes(Path.Combine(_folder.FullName, CollateralFolder.NameOf(key) + ending), [1, 2]);

        var snapshot = CollateralFolder.Read(_folder.FullName);

        snapshot.Items.Should().ContainSingle().Which.Key.Should().Be(key);
    }

    [Theory]
    [InlineData("crl-milan.der")]
    [InlineData("6~milan.der")]
    public void Another_name_is_refused_and_not_ignored(string name)
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, name), [1]);

        FluentActions.Invoking(() => CollateralFolder.Read(_folder.FullName)).Should().Throw<FormatException>().WithMessage($"*{name}*KIND~ID*SnpCrl*");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        FluentActions.Invoking(() => CollateralFolder.Read(Path.Combine(_folder.FullName, "none"))).Should().Throw<IOException>();
}
