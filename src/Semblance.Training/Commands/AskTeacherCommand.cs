using System.CommandLine;
using Semblance.Numbers;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train ask-teacher</c>: a grown network's answers about all faces, and about faces made of them.</summary>
internal static class AskTeacherCommand
{
    private static readonly Option<string[]> s_teacher = new("--teacher")
    {
        Description = "A teacher's ONNX file: N (or 1) x 3 x 112 x 112, RGB, aligned by the five-point template; after it what is subtracted from each level 0..255 and multiplied then, as in FILE,mean=127.5,scale=0.0078125. "
            + "Give several to learn from all of them; weight=0.5 counts half as much.",
        Required = true,
    };
    private static readonly Option<string> s_out = new("--out") { Description = "The folder for the answers: what embedder takes as --answers. It gets about 6 GB a million made faces.", Required = true };
    private static readonly Option<int> s_made = NumberOption.Create("--made", "How many made faces there shall be in all; those that are there already are not made again. Rounded up to full files of 10,000.", Limits.From(0), () => 0);
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Fixes which faces are made.", Limits.None, () => 1);

    public static Command Create()
    {
        var command = new Command("ask-teacher", "Ask one or more grown networks about every face of the collection, and about blended, exchanged and warped faces made of those that nobody held out is on. Ctrl+C stops; the same command goes on.")
        {
            EmbedderCommand.Data, s_teacher, s_out, s_made, s_seed, CommonOptions.Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        TorchSharp.torch.set_num_threads(arguments.GetValue(CommonOptions.Threads));
        var recipe = new EmbedderRecipe();
        using var interrupt = new Interrupt();
        using var teacher = new TeacherPanel([.. arguments.GetRequiredValue(s_teacher).Select(TeacherFile.Parse)], arguments.GetValue(CommonOptions.Threads));
        var collection = StageDisplay.Run("Reading faces", report => AlignedFaces.Read(arguments.GetRequiredValue(EmbedderCommand.Data), report));
        Directory.CreateDirectory(folder);
        StageDisplay.Run("Asking about them", report => TeacherEmbeddings.ReadOrCompute(TeacherAnswers.FacesFile(folder), teacher, collection, report));
        int files = (arguments.GetValue(s_made) + MadeFaceFiles.PerFile - 1) / MadeFaceFiles.PerFile;
        if (files > 0)
        {
            var answers = TeacherAnswers.Read(folder, collection, recipe.Dimension);
            var set = EmbedderTrainingSet.Of(collection, answers.Split, answers.Faces, recipe);
            var maker = new FaceMaker([.. Enumerable.Range(0, set.Count).Select(item => collection.Faces[set.FaceAt(item)].Rgb)], set.Looks, arguments.GetValue(s_seed));
            for (int file = 0; file < files && !interrupt.Token.IsCancellationRequested; file++)
                Make(folder, file, maker, teacher, interrupt.Token);
        }
        return interrupt.Token.IsCancellationRequested ? ExitCode.OtherOutcome : ExitCode.Success;
    }

    private static void Make(string folder, int number, FaceMaker maker, TeacherPanel teacher, CancellationToken cancellation)
    {
        string file = MadeFaceFiles.FileOf(folder, number);
        if (File.Exists(file))
            return;
        try
        {
            StageDisplay.Tell($"Making {Path.GetFileName(file)}", _ =>
            {
                MadeFaceFiles.Write(file, number * MadeFaceFiles.PerFile, MadeFaceFiles.PerFile, maker, teacher, cancellation);
                return true;
            });
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"Stopped. {file} was not finished; the same command makes it again.");
        }
    }
}
