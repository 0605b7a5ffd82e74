//! The command line.

use std::{net::IpAddr, path::PathBuf};

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue},
};
use clap_complete::Shell;
use jiff::{Timestamp, civil::Date};

#[cfg(feature = "cloud")]
pub mod cloud;
#[cfg(feature = "cloud")]
pub mod courier;

/// 问渠：区县政务公众号的“接诉、答复、发布”后台。
/// Wenqu: the back office of a district's WeChat Official Account.
#[derive(Debug, Parser)]
#[command(name = "wenqu", version, about, after_help = EXIT_CODES, subcommand_required = true, arg_required_else_help = true)]
pub struct Cli {
    /// 设置文件；默认依次找 ./wenqu.toml、数据目录里的 wenqu.toml。Settings file
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// 数据目录（也可用 WENQU_DATA；默认 wenqu-data）。Data directory
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// AWS 上的部署：user、token、content、audit 对它操作；其余云命令默认 wenqu。A deployment on AWS
    #[cfg(feature = "cloud")]
    #[arg(long, global = true, value_name = "NAME")]
    pub stack: Option<String>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// What was typed. Where it can't be understood, says why and ends the process with code 2.
    #[must_use]
    pub fn of_process() -> Self {
        Self::try_parse().unwrap_or_else(|wrong| {
            if !cfg!(feature = "cloud")
                && wrong.get(ContextKind::InvalidSubcommand).is_some_and(is_of_the_cloud)
            {
                eprintln!("{WITHOUT_THE_CLOUD}");
                std::process::exit(2);
            }
            wrong.exit()
        })
    }
}

/// The commands that only a binary with the feature `cloud` has.
const OF_THE_CLOUD: [&str; 9] =
    ["init", "deploy", "status", "doctor", "secrets", "logs", "dead", "destroy", "courier"];

const WITHOUT_THE_CLOUD: &str = "\
这个程序编译时没有带上 AWS 的命令；请重新编译：cargo build --release --features cloud
This binary was built without the commands for AWS; build it again: cargo build --release --features cloud";

fn is_of_the_cloud(typed: &ContextValue) -> bool {
    matches!(typed, ContextValue::String(word) if OF_THE_CLOUD.contains(&word.as_str()))
}

const EXIT_CODES: &str = "退出码 exit codes: 0 成功 done · 1 被拒绝或失败 refused or failed · 2 用法或设置不对 wrong usage or settings · 3 体检做不了（没有凭证或网络） doctor could not look";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 试用：模拟平台、手机和后台，临时数据，只监听本机。Try it: simulated platform, temporary data, loopback only
    Demo(Demo),
    /// 在一台电脑上正式运行。Run for real, on one computer
    Serve(Serve),
    /// 演练 .chat 剧本：默认在进程内，或对着运行中的 demo。Play transcripts, in process or against a demo
    Play(Play),
    /// 值班员账号（serve 运行时也可用）。Staff accounts, also while serve runs
    #[command(subcommand)]
    User(User),
    /// 给程序用的令牌（serve 运行时也可用）。Bearer tokens for programs, also while serve runs
    #[command(subcommand)]
    Token(Token),
    /// 内容文件：检查、发布、导出。Content files: check, publish, export
    #[command(subcommand)]
    Content(Content),
    /// 审计：核对记录是否完整（serve 运行时也可用）。The audit: is it as it was written
    #[command(subcommand)]
    Audit(Audit),
    /// 备份数据库（serve 运行时也可用）。Copy the database, also while serve runs
    Backup {
        /// 备份写到哪里；已有的同名文件最后才替换。Where to
        file: PathBuf,
    },
    /// 用备份替换数据库（先停 serve）。Replace the database by a backup; stop serve first
    Restore {
        /// 备份文件。The backup
        file: PathBuf,
    },
    /// 评测：对带标注的数据作出判断并打分（数据目录用 --data 给出）。Predict labelled rows (--data DIR) and score
    Eval(Eval),
    /// 从已归类的问题学习本地栏目，此后据此建议栏目（serve 运行时也可用）。Learn the topics from filed questions
    Learn,
    /// 解读一条回调：XML 从标准输入，结果是 JSON。Read one callback from standard input, as JSON
    Decode {
        /// 加密回调的查询串：msg_signature=…&timestamp=…&nonce=…（令牌、密钥、AppID 取自设置）。Its query string
        #[arg(long)]
        query: Option<String>,
    },
    /// A deployment on AWS.
    #[cfg(feature = "cloud")]
    #[command(flatten)]
    Cloud(cloud::Command),
    /// 外发电脑：由本单位有固定 IP 的电脑调用平台接口。The district's own computer makes the calls to the platform
    #[cfg(feature = "cloud")]
    Courier(courier::Courier),
    /// 版本。Version
    Version,
    /// 命令补全脚本。Shell completions
    Completions {
        /// Which shell.
        shell: Shell,
    },
}

/// `wenqu demo`
#[derive(Clone, Debug, Args)]
pub struct Demo {
    /// 端口（默认 8600）。Port
    #[arg(long)]
    pub port: Option<u16>,
    /// 示例数据的种子：相同的种子给出相同的对话。Seed of the sample conversations
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// 演示时钟从何时开始，如 2026-11-24T09:00+08:00。Where the demo's clock starts
    #[arg(long, value_parser = moment, value_name = "TIME")]
    pub clock: Option<Timestamp>,
    /// 输出语言：zh 中文附英文，en 只有英文。Language of what is printed
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    pub lang: Lang,
    /// 数据放在这里并保留；再次启动时接着用。Keep the data here
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// 不要示例对话。No sample conversations
    #[arg(long)]
    pub empty: bool,
    /// 启动后打开浏览器。Open the browser
    #[arg(long)]
    pub open: bool,
}

/// Language of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Chinese, with English below.
    Zh,
    /// English.
    En,
}

/// `wenqu serve`
#[derive(Debug, Args)]
pub struct Serve {
    /// 端口（默认 8600）。Port
    #[arg(long)]
    pub port: Option<u16>,
    /// 监听地址（默认 127.0.0.1）。Address to listen on
    #[arg(long)]
    pub listen: Option<IpAddr>,
}

/// `wenqu play`
#[derive(Debug, Args)]
pub struct Play {
    /// 剧本文件。Transcripts
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// 运行中的 demo，如 http://127.0.0.1:8600；不给就在进程内。A running demo
    #[arg(long)]
    pub url: Option<String>,
    /// 打印每一步。Print each step
    #[arg(short, long)]
    pub verbose: bool,
}

/// `wenqu user`
#[derive(Debug, Subcommand)]
pub enum User {
    /// 添加账号；打印一次性链接，本人用它设密码、绑定手机验证码。Add an account; prints its one-time link
    Add {
        /// 登录名：2–32 个小写字母、数字或 . _ -。Sign-in name
        login: String,
        /// 居民在答复下看到的署名，如 “值班员 张”。Name below answers
        #[arg(long, default_value = "")]
        name: String,
        /// reader 只读、officer 值班员、reviewer 审核、administrator 管理员；可重复。Roles
        #[arg(long = "role", required = true)]
        roles: Vec<String>,
        /// 不要链接：自动生成密码，只显示一次。No link: make up a password, shown this once
        #[arg(long, conflicts_with = "password_stdin")]
        password: bool,
        /// 不要链接：从标准输入读密码（一行）。No link: read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// 给账号一个新的一次性链接；原密码、二次验证和会话立即失效。Give an account a new one-time link
    Reset {
        /// 登录名。Sign-in name
        login: String,
    },
}

/// `wenqu token`
#[derive(Debug, Subcommand)]
pub enum Token {
    /// 签发令牌，只显示一次。Issue a token, shown once
    Issue {
        /// 用途；没有 --login 时也是账号名。What it is for
        name: String,
        /// 以谁的名义；不给就用 NAME 这个程序账号。In whose name it acts
        #[arg(long)]
        login: Option<String>,
        /// 角色（默认 officer）；可重复。Roles
        #[arg(long = "role")]
        roles: Vec<String>,
        /// 多少天后失效。Days until it ends
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=3650))]
        days: Option<u32>,
    },
}

/// `wenqu content`
#[derive(Debug, Subcommand)]
pub enum Content {
    /// 检查目录，列出全部问题。Check a directory
    Check {
        /// 内容目录。Content directory
        dir: PathBuf,
    },
    /// 检查并发布为下一个版本。Check and publish as the next version
    Import {
        /// 内容目录。Content directory
        dir: PathBuf,
    },
    /// 把当前版本写成文件（空目录）。Write the live version as files
    Export {
        /// 空目录或新目录。An empty or new directory
        dir: PathBuf,
        /// 导出自带的示例，而不是当前版本。The sample district instead
        #[arg(long)]
        sample: bool,
    },
}

/// `wenqu eval`
#[derive(Debug, Args)]
pub struct Eval {
    /// 做什么。What to predict
    #[arg(value_enum)]
    pub task: EvalTask,
    /// 判断结果写到哪里（JSON Lines）。Where predictions go
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// 打印得分。Print the measures
    #[arg(long)]
    pub score: bool,
}

/// What `wenqu eval` predicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EvalTask {
    /// Each message to an earlier one of its issue.
    Attach,
    /// The group of each message.
    Groups,
    /// Known answers.
    Faq,
    /// Pairs of short texts.
    Pairs,
    /// The category of each message.
    Category,
    /// Topics that many ask about.
    Hot,
}

/// `wenqu audit`
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// 重新计算每条链的哈希，并与每小时另存的存证比较；有改动时退出码为 1。Verify; exit code 1 when it is broken
    Verify {
        /// 从哪一天（默认 190 天前），如 2026-05-24。First day
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        /// 到哪一天（默认今天）。Last day
        #[arg(long, value_name = "DATE")]
        to: Option<Date>,
        /// 输出 JSON。As JSON
        #[arg(long)]
        json: bool,
    },
}

/// `2026-11-24T09:00+08:00`, or without a zone in Beijing time.
fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse().or_else(|_| format!("{text}+08:00").parse()).map_err(|_| {
        "写成 2026-11-24T09:00 或 2026-11-24T09:00+08:00 / write 2026-11-24T09:00 or 2026-11-24T09:00+08:00".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[cfg(feature = "cloud")]
    #[test]
    fn the_commands_of_the_cloud_are_named_for_binaries_without_them() {
        for command in OF_THE_CLOUD {
            assert!(Cli::command().find_subcommand(command).is_some(), "{command}");
        }
    }

    #[test]
    fn what_the_documents_show_is_understood() {
        for line in [
            "wenqu demo --port 8601 --empty --seed 7 --clock 2026-11-24T09:00 --lang en --keep d --open",
            "wenqu serve --port 0 --listen 127.0.0.1 --config w.toml",
            "wenqu play a.chat b.chat --url http://127.0.0.1:8600 -v",
            "wenqu user add zhang --name 值班员 --role officer --role reviewer",
            "wenqu user add script --role reader --password",
            "wenqu user reset zhang",
            "wenqu token issue crm --login zhang --role reader --days 30",
            "wenqu token issue officer",
            "wenqu content export d --sample",
            "wenqu audit verify --from 2026-11-01 --to 2026-11-24 --json",
            "wenqu restore b.db --data d",
            "wenqu decode --query a=b",
            "wenqu eval attach --data d --out o.jsonl --score",
            "wenqu learn --data d",
            "wenqu completions bash",
        ] {
            Cli::try_parse_from(line.split(' ')).unwrap();
        }
        #[cfg(feature = "cloud")]
        for line in [
            "wenqu init --app-id wx1 --region cn-north-1 --egress courier --no-input --stack w",
            "wenqu deploy --zips d --arch arm64 --yes --followers 100000 --admin zhang --stack w",
            "wenqu doctor --json --only WX-02 --only SEC-01 --live --report r.txt --strict",
            "wenqu secrets set token --generate",
            "wenqu secrets rotate encoding_aes_key",
            "wenqu secrets rotate --finish",
            "wenqu logs webhook sender --since 2h -f",
            "wenqu dead retry --all",
            "wenqu courier",
            "wenqu courier --status --json --stack w",
            "wenqu destroy --yes --stack w --export d --no-blobs",
            "wenqu secrets delete app_secret",
            "wenqu user add zhang --role officer --stack w",
        ] {
            Cli::try_parse_from(line.split(' ')).unwrap();
        }
        let wrong = Cli::try_parse_from(["wenqu", "demo", "--clock", "tomorrow"]).unwrap_err();
        assert!(wrong.to_string().contains("2026-11-24T09:00"), "{wrong}");
        assert_eq!(wrong.exit_code(), 2);
    }
}
