using System.CommandLine;
using Cocoon.Core;
using Cocoon.Inference.Models.Identity;
using Cocoon.Inference.Models.Store;

namespace Cocoon.Cli.Models;

/// <summary>"cocoon model": the models that this machine has to serve, and whether they are still what they were.</summary>
internal static class ModelCommand
{
    private const int LabelWidth = 12;

    private static readonly Option<string> Store = new("--store")
    {
        Description = "Folder of the model store.",
        DefaultValueFactory = _ => ProjectRoot.State("models"),
        Recursive = true,
    };

    public static Command Create() => new("model", "Add, list, check and remove models.")
    {
        Store,
        Add(),
        Verb("list", "Show the models of the store.", List),
        Verify(),
        Remove(),
    };

    private static Command Add()
    {
        var path = new Argument<string>("path") { Description = "A folder in Hugging Face layout, a folder with one GGUF file, or a GGUF file." };
        var name = new Option<string?>("--name") { Description = "Its name in the market; the folder's or file's otherwise." };
        var revision = new Option<string?>("--revision") { Description = "The publisher's name for the state of its files, such as a commit." };
        var hash = new Option<string?>("--hash") { Description = "The hash it must have, 64 hex digits, from a source you trust." };
        var verity = new Option<string?>("--verity") { Description = "The dm-verity disk it lies on, as NAME@COMMIT:HASH. Written down, not checked: the kernel does that." };
        var link = new Option<bool>("--link") { Description = "Link the files instead of copying them; the store must be on the same disk." };
        var command = Verb("add", "Take a model into the store and check it to the last weight.", (store, result, cancellationToken) =>
        {
            var model = store.Add(result.GetValue(path)!, new ModelAddition
            {
                Name = result.GetValue(name),
                Revision = Revision(result.GetValue(revision)),
                Verity = Verity(result.GetValue(verity)),
                ExpectedHash = Hash(result.GetValue(hash)),
                Link = result.GetValue(link),
                Progress = ProgressLine.ForTerminal(),
            }, cancellationToken);
            Print(model, result.InvocationConfiguration.Output);
        });
        command.Add(path);
        foreach (var option in new Option[] { name, revision, hash, verity, link }) command.Add(option);
        return command;
    }

    private static Command Verify()
    {
        var name = new Argument<string?>("name") { Description = "A model of the store; all of them otherwise.", Arity = ArgumentArity.ZeroOrOne };
        var command = Verb("verify", "Read models whole and hold them against what was added. Exit code 1: one has changed.", (store, result, cancellationToken) =>
        {
            foreach (var model in result.GetValue(name) is { } one ? [Find(store, one)] : store.List())
            {
                ModelStore.Verify(model, ProgressLine.ForTerminal(), cancellationToken);
                result.InvocationConfiguration.Output.WriteLine($"ok  {model.Identity}");
            }
        });
        command.Add(name);
        return command;
    }

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "A model of the store." };
        var command = Verb("remove", "Delete a model from the store.", (store, result, _) =>
        {
            var model = Find(store, result.GetValue(name)!);
            store.Remove(model);
            result.InvocationConfiguration.Output.WriteLine($"Removed {model.Identity.Name}.");
        });
        command.Add(name);
        return command;
    }

    private static void List(ModelStore store, ParseResult result, CancellationToken cancellationToken)
    {
        var models = store.List();
        var output = result.InvocationConfiguration.Output;
        if (models.Count == 0) output.WriteLine($"There are no models in {store.Root}. Add one with ./cocoon model add PATH.");
        foreach (var model in models) Print(model, output);
    }

    private static Command Verb(string name, string description, Action<ModelStore, ParseResult, CancellationToken> run)
    {
        var command = new Command(name, description);
        command.SetAction((result, cancellationToken) => Failures.Report(() =>
        {
            run(new ModelStore(result.GetValue(Store)!), result, cancellationToken);
            return Task.FromResult(0);
        }));
        return command;
    }

    private static void Print(StoredModel model, TextWriter output)
    {
        var folder = model.Open();
        var config = folder.Config;
        using var weights = folder.MapWeights();
        output.WriteLine(model.Identity.Name);
        Line("hash", model.Identity.Hash);
        if (model.Identity.Revision is { } revision) Line("revision", revision);
        if (model.Verity is { } verity) Line("dm-verity", $"{verity} (said, not checked here)");
        Line("size", Bytes(model.Files.Sum(file => file.Size)));
        Line("architecture", $"{config.Architecture}, {Counted.Of(config.Layers, "layer")}, hidden size {config.Hidden}, vocabulary {config.VocabularySize}");
        Line("precision", weights.Quantization);
        Line("context", $"{config.ContextLength} tokens");
        Line("memory", $"{Bytes(folder.WeightBytes)}, and {Bytes(config.KeyValueBytes * config.ContextLength)} for each sequence of full length");
        if (folder.IsToy) Line("toy", "for trying out only");

        void Line(string label, string value) => output.WriteLine($"  {label.PadRight(LabelWidth)} {value}");
    }

    private static StoredModel Find(ModelStore store, string name) =>
        store.Find(name) ?? throw new CliException($"The store {store.Root} has no model '{name}'. See ./cocoon model list.");

    private static string? Revision(string? text) => text is null || (text.Length <= 128 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/'))
        ? text
        : throw new CliException("--revision takes a commit or a tag: letters, digits, '.', '_', '-' and '/', at most 128.");

    private static VerityName? Verity(string? text) => text is null ? null
        : VerityName.TryParse(text, out var name) ? name
        : throw new CliException("--verity takes NAME@COMMIT:HASH, with a commit in hex and the 64 hex digits of the disk's root.");

    private static string? Hash(string? text) => text is null || (text.Length == 64 && text.All(char.IsAsciiHexDigit))
        ? text
        : throw new CliException("--hash takes 64 hex digits.");

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1_000_000_000 => $"{bytes / 1e9:0.0} GB",
        >= 1_000_000 => $"{bytes / 1e6:0.0} MB",
        _ => $"{bytes / 1e3:0.0} kB",
    };
}
