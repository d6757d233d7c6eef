using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Identity;
using Cocoon.Inference.Models.Store;

namespace Cocoon.Inference.Tests.Models;

/// <summary>The store takes in what can be run and gives out what has not changed.</summary>
public sealed class ModelStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-store-");
    private readonly ModelStore _store;

    public ModelStoreTests() => _store = new ModelStore(Path.Combine(_folder.FullName, "models"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_added_is_listed_found_verified_and_removed()
    {
        VerityName.TryParse($"jane/tiny@0123abc:{new string('b', 64)}", out var verity).Should().BeTrue();
        _store.List().Should().BeEmpty();

        var model = _store.Add(TinyJane.Path, new ModelAddition { Name = "jane-2", Revision = "0123abc", Verity = verity });

        model.Identity.Should().Be(new ModelIdentity("jane-2", "0123abc", TinyJane.Folder.HashWeights()));
        _store.Find("jane-2").Should().BeEquivalentTo(model).And.BeEquivalentTo(_store.List().Single());
        ModelStore.Verify(model);
        var open = _store.Open("jane-2");
        (open.Id, open.IsToy).Should().Be(("jane-2", true));
        open.OpenWeights().Dispose();
        _store.Open(TinyJane.Path).Id.Should().Be("tiny-jane");
        FluentActions.Invoking(() => _store.Add(TinyJane.Path, new ModelAddition { Name = "jane-2" })).Should().Throw<ModelFileException>().WithMessage("*'jane-2' already*");
        _store.Remove(model);
        _store.Find("jane-2").Should().BeNull();
        Directory.GetFileSystemEntries(_store.Root).Should().BeEmpty();
    }

    [Fact]
    public void A_change_in_a_linked_source_is_named_and_refuses_to_load()
    {
        using var source = new ModelCopy();
        var model = _store.Add(source.Path, new ModelAddition { Name = "jane", Link = true });
        source.EditJson(ModelCopy.Config, config => config["rope_theta"] = 20_000);
        using (var file = File.OpenWrite(source.File(ModelCopy.Weights)))
        {
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(1);
        }

        FluentActions.Invoking(() => ModelStore.Verify(model)).Should().Throw<ModelFileException>().WithMessage("*'jane' has changed*config.json, model.safetensors.*");
        FluentActions.Invoking(() => _store.Open("jane").OpenWeights()).Should().Throw<ModelFileException>().WithMessage("*not the one that is expected*");
    }

    [Fact]
    public void What_cannot_be_run_leaves_nothing_behind()
    {
        using var source = new ModelCopy();
        source.EditJson(ModelCopy.Config, config => config["num_hidden_layers"] = 5);

        FluentActions.Invoking(() => _store.Add(source.Path, new ModelAddition { Name = "jane" })).Should().Throw<ModelFileException>().WithMessage("*model.layers.4*missing*");
        FluentActions.Invoking(() => _store.Add(TinyJane.Path, new ModelAddition { ExpectedHash = new string('0', 64) })).Should().Throw<ModelFileException>().WithMessage("*not the one*");
        FluentActions.Invoking(() => _store.Add(TinyJane.Path, new ModelAddition { Name = "../jane" })).Should().Throw<ModelFileException>().WithMessage("*cannot be a model's name*");

        Directory.GetFileSystemEntries(_store.Root).Should().BeEmpty();
    }

    [Fact]
    public void A_damaged_card_is_named()
    {
        var model = _store.Add(TinyJane.Path, new ModelAddition { Link = true });
        File.WriteAllText(Path.Combine(model.Path, "cocoon-model.json"), "{}");

        FluentActions.Invoking(_store.List).Should().Throw<ModelFileException>().WithMessage("*cocoon-model.json*");
    }
}
